package org.vedfolnir.benchmark.driver;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection to Redis for questions about it. */
final class RedisConnection implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    RedisConnection(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** The answer to one command as text: "" for nil, the elements of an array line by line. */
    String ask(String... words) throws IOException {
        send(words);
        return answer();
    }

    /** Several commands of which the answers are read together, in their order. */
    List<String> askAll(List<String[]> commands) throws IOException {
        for (var words : commands) {
            send(words);
        }
        var answers = new ArrayList<String>(commands.size());
        for (var i = 0; i < commands.size(); i++) {
            answers.add(answer());
        }
        return answers;
    }

    private void send(String... words) throws IOException {
        var out = new ByteArrayOutputStream();
        out.writeBytes(bytes("*" + words.length + "\r\n"));
        for (var word : words) {
            out.writeBytes(bytes("$" + bytes(word).length + "\r\n"));
            out.writeBytes(bytes(word + "\r\n"));
        }
        socket.getOutputStream().write(out.toByteArray());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String answer() throws IOException {
        var line = line();
        var rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> array(Integer.parseInt(rest));
            case '-' -> throw new IOException("Redis refused a command: " + rest);
            default -> rest;
        };
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return "";
        }
        var bytes = in.readNBytes(length);
        in.readNBytes(2);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String array(int length) throws IOException {
        var elements = new ArrayList<String>();
        for (var i = 0; i < length; i++) {
            elements.add(answer());
        }
        return String.join("\n", elements);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new IOException("Redis closed the connection.");
            }
            line.append((char) c);
        }
        in.read();
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
