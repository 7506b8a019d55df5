package org.vedfolnir.session.cli.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vedfolnir.session.cli.wire.RedisReply.Absent;
import org.vedfolnir.session.cli.wire.RedisReply.Failed;
import org.vedfolnir.session.cli.wire.RedisReply.Number;
import org.vedfolnir.session.cli.wire.RedisReply.Several;
import org.vedfolnir.session.cli.wire.RedisReply.Text;

/** A connection to one Redis, which speaks RESP 2. For one thread at a time. */
public final class RedisConnection implements AutoCloseable {

    private static final int LONGEST_VALUE = 512 << 20;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RedisConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream());
    }

    /** Sends one command and returns its reply. */
    public RedisReply command(String... words) throws IOException {
        return pipeline(List.<String[]>of(words)).get(0);
    }

    /** Sends several commands at once and returns their replies in order. */
    public List<RedisReply> pipeline(List<String[]> commands) throws IOException {
        for (var command : commands) {
            write(command);
        }
        out.flush();
        var replies = new ArrayList<RedisReply>(commands.size());
        for (var i = 0; i < commands.size(); i++) {
            replies.add(reply());
        }
        return replies;
    }

    /** Returns the fields of {@code INFO}, or the error. */
    public Map<String, String> info(String... sections) throws IOException {
        var fields = new HashMap<String, String>();
        for (var section : sections) {
            var text = command("INFO", section).text();
            (text == null ? "" : text).lines().forEach(line -> {
                var colon = line.indexOf(':');
                if (colon > 0) {
                    fields.put(line.substring(0, colon), line.substring(colon + 1));
                }
            });
        }
        return fields;
    }

    private void write(String[] words) throws IOException {
        line('*', words.length);
        for (var word : words) {
            var bytes = word.getBytes(StandardCharsets.UTF_8);
            line('$', bytes.length);
            out.write(bytes);
            out.write('\r');
            out.write('\n');
        }
    }

    private void line(char kind, int number) throws IOException {
        out.write((kind + Integer.toString(number) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private RedisReply reply() throws IOException {
        var line = readLine();
        if (line.isEmpty()) {
            throw notRedis();
        }
        var rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> new Text(rest.getBytes(StandardCharsets.UTF_8));
            case '-' -> new Failed(rest);
            case ':' -> new Number(number(rest));
            case '$' -> value((int) number(rest));
            case '*' -> several((int) number(rest));
            default -> throw notRedis();
        };
    }

    private RedisReply value(int length) throws IOException {
        if (length < 0) {
            return new Absent();
        } else if (length > LONGEST_VALUE) {
            throw notRedis();
        }
        var bytes = in.readNBytes(length);
        if (bytes.length < length || !readLine().isEmpty()) {
            throw notRedis();
        }
        return new Text(bytes);
    }

    private RedisReply several(int count) throws IOException {
        if (count < 0) {
            return new Absent();
        }
        var elements = new ArrayList<RedisReply>();
        for (var i = 0; i < count; i++) {
            elements.add(reply());
        }
        return new Several(elements);
    }

    private static long number(String text) throws IOException {
        if (!text.matches("-?\\d{1,18}")) {
            throw notRedis();
        }
        return Long.parseLong(text);
    }

    private String readLine() throws IOException {
        var line = new StringBuilder();
        while (true) {
            var next = in.read();
            if (next < 0) {
                throw new EOFException("The server closed the connection.");
            } else if (next == '\n') {
                return line.toString();
            } else if (next != '\r') {
                line.append((char) next);
            }
            if (line.length() > 65_536) {
                throw notRedis();
            }
        }
    }

    private static IOException notRedis() {
        return new IOException("The server does not reply as a Redis does.");
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed for the server as well
        }
    }
}
