package org.vedfolnir.packaging;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.Crowd;

/**
 * Signed-in users who all count at once, each in their session, one after the other: three of four requests add one. Each response must name the user,
 * and the number that follows from the one before.
 */
final class CountingVisitors {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String SIGNED_OUT = "signed out";

    private final SSLContext tls;
    private final Function<String, URI> site;
    private final String password;
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicLong requests = new AtomicLong();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final AtomicLong unanswered = new AtomicLong();
    private final Queue<String> signedOut = new ConcurrentLinkedQueue<>();
    private final Queue<String> lost = new ConcurrentLinkedQueue<>();
    private final AtomicLong longest = new AtomicLong();
    private final CompletableFuture<Void> all;

    /**
     * What they noticed.
     *
     * @param errors responses other than 200
     * @param unanswered connections that the proxy closed instead of a response; a browser repeats the request of a kept connection
     * @param lost numbers that did not follow from the one before
     */
    record Noticed(
            long requests,
            List<String> errors,
            long unanswered,
            List<String> signedOut,
            List<String> lost,
            long longestMillis) {

        String line() {
            return "%,d requests, %d errors %s, %d unanswered, %d signed out, %d increments lost, longest response %,d ms"
                    .formatted(
                            requests,
                            errors.size(),
                            errors.stream().distinct().sorted().toList(),
                            unanswered,
                            signedOut.size(),
                            lost.size(),
                            longestMillis);
        }
    }

    /** They come at once, and stay until {@link #leave}. */
    CountingVisitors(SSLContext tls, Function<String, URI> site, String password, int visitors) {
        this.tls = tls;
        this.site = site;
        this.password = password;
        this.all = Crowd.of(visitors, this::visit);
    }

    /** Waits until they have sent more requests, and so the site has served some. */
    void send(int more) throws Exception {
        var before = requests.get();
        Eventually.within(PATIENCE, () -> requests.get() >= before + more);
    }

    /** Waits until a node gets none of their requests any more. */
    void leaveAlone(ProxiedNode node) throws Exception {
        Eventually.within(PATIENCE, () -> {
            var before = node.served();
            send(200);
            return node.served() == before;
        });
    }

    Noticed leave() {
        isOver.set(true);
        all.join();
        return new Noticed(
                requests.get(),
                List.copyOf(errors),
                unanswered.get(),
                List.copyOf(signedOut),
                List.copyOf(lost),
                Duration.ofNanos(longest.get()).toMillis());
    }

    private void visit(int visitor) throws Exception {
        var client = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager())
                .build();
        var known = enter(client);
        for (var i = 0; !isOver.get(); i++) {
            var isRead = i % 4 == 3;
            known = count(client, isRead, (visitor + i) % 8 == 0 ? "/count?work=25" : "/count", known);
        }
    }

    private int enter(HttpClient client) throws Exception {
        while (!isOver.get()) {
            var answer = send(client, "POST", "/enter?user=" + ProxiedNode.USER + "&password=" + password);
            if (answer.equals(ProxiedNode.USER + " 0")) {
                return 0;
            }
        }
        return 0;
    }

    /** Returns the number that the visitor knows afterwards. */
    private int count(HttpClient client, boolean isRead, String path, int known) throws Exception {
        var answer = send(client, isRead ? "GET" : "POST", path);
        if (answer.equals(SIGNED_OUT)) {
            return enter(client);
        }
        if (!answer.startsWith(ProxiedNode.USER)) {
            return askAgain(client, known); // done or not: the next response says it
        }
        if (number(answer) != known + (isRead ? 0 : 1)) {
            lost.add((isRead ? "GET " : "POST ") + path + ": " + number(answer) + " after " + known);
        }
        return number(answer);
    }

    private int askAgain(HttpClient client, int known) throws Exception {
        while (!isOver.get()) {
            var answer = send(client, "GET", "/count");
            if (answer.equals(SIGNED_OUT)) {
                return enter(client);
            }
            if (answer.startsWith(ProxiedNode.USER)) {
                return number(answer);
            }
        }
        return known;
    }

    private static int number(String answer) {
        return Integer.parseInt(answer.substring(answer.indexOf(' ') + 1));
    }

    private String send(HttpClient client, String method, String path) throws InterruptedException {
        var begin = System.nanoTime();
        requests.incrementAndGet();
        try {
            var answer = client.send(
                    HttpRequest.newBuilder(site.apply(path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .timeout(Duration.ofSeconds(60))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
            if (answer.statusCode() == 200) {
                if (answer.body().equals(SIGNED_OUT)) {
                    signedOut.add(method + " " + path);
                }
                return answer.body();
            }
            errors.add(method + ": " + answer.statusCode());
        } catch (IOException e) {
            unanswered.incrementAndGet();
        }
        return "";
    }
}
