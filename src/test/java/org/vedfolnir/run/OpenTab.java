package org.vedfolnir.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.vedfolnir.run.check.Visitor;

/** Reads the stream of events that a tab holds open. */
final class OpenTab implements AutoCloseable {

    /** @param at {@link System#nanoTime} of its arrival */
    record TabEvent(String event, String data, long at) {}

    private final HttpResponse<Stream<String>> response;
    private final BlockingQueue<TabEvent> events = new LinkedBlockingQueue<>();
    private final Thread reader;
    private String event = "";

    private OpenTab(HttpResponse<Stream<String>> response) {
        this.response = response;
        this.reader = new Thread(this::read, "tab");
        reader.setDaemon(true);
        reader.start();
    }

    static OpenTab of(Visitor person, String address) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address + "/api/session/events"))
                .header("Cookie", person.cookie())
                .header("User-Agent", person.agent())
                .build();
        var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
        return new OpenTab(response);
    }

    int status() {
        return response.statusCode();
    }

    private void read() {
        try (var lines = response.body()) {
            lines.forEach(this::line);
            events.add(new TabEvent("closed", "", System.nanoTime()));
        } catch (RuntimeException e) {
            events.add(new TabEvent("lost", String.valueOf(e.getMessage()), System.nanoTime()));
        }
    }

    private void line(String line) {
        if (line.startsWith("event: ")) {
            event = line.substring(7);
        } else if (line.startsWith("data: ")) {
            events.add(new TabEvent(event, line.substring(6), System.nanoTime()));
        }
    }

    /** The next event. */
    TabEvent next() throws InterruptedException {
        var next = events.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("No event on the stream for " + Duration.ofSeconds(10));
        }
        return next;
    }

    boolean silentFor(Duration time) throws InterruptedException {
        return events.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null;
    }

    @Override
    public void close() {
        reader.interrupt();
        response.body().close();
    }
}
