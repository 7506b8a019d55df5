package org.vedfolnir.session.store.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Every command that clients send to Redis while this is open, by {@code MONITOR}, even outside scripts. It omits the commands that scripts call
 * inside Redis, which are no round trips, and its own end mark.
 */
public final class Monitor implements AutoCloseable {

    private static final Pattern SENT = Pattern.compile("\\S+ \\[\\d+ (?!lua\\])[^\\]]+\\] \"([^\"]*)\"(.*)");

    private final RealRedis redis;
    private final Socket socket;
    private final BufferedReader lines;

    /** One command: its name in upper case, and the whole line. */
    public record Sent(String name, String line) {}

    public Monitor(RealRedis redis) throws IOException {
        this.redis = redis;
        this.socket = new Socket("127.0.0.1", redis.port());
        socket.setSoTimeout(5000);
        socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
        this.lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        lines.readLine(); // +OK: from here on
    }

    /** The commands since this was opened, or since the last call. */
    public List<Sent> sent() {
        var mark = "mark-" + System.nanoTime();
        redis.command("ECHO", mark);
        var sent = new ArrayList<Sent>();
        try {
            for (var line = lines.readLine(); !line.contains(mark); line = lines.readLine()) {
                var matcher = SENT.matcher(line);
                if (matcher.find()) {
                    sent.add(new Sent(matcher.group(1).toUpperCase(Locale.ROOT), line));
                }
            }
        } catch (IOException e) {
            throw new AssertionError("The monitor of Redis ended early.", e);
        }
        return sent;
    }

    /** The names of the commands. */
    public List<String> names() {
        return sent().stream().map(Sent::name).toList();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
