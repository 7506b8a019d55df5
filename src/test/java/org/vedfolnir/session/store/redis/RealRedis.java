package org.vedfolnir.session.store.redis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vedfolnir.FreePorts;
import org.vedfolnir.TestFolders;
import redis.embedded.RedisServer;

/**
 * A Redis process of a test class's own, and a client of few lines to look into it without going through what is tested. Tests of one
 * class run one after the other.
 */
public final class RealRedis implements BeforeAllCallback, AfterAllCallback {

    /** What lies for a while where a session was. */
    static final String MARK = "{\"_version\":0,";

    private static final Pattern EVALSHA = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

    private final boolean durable;
    private final @Nullable RealTopology topology;
    private @Nullable RedisServer server;
    private @Nullable Path directory;
    private @Nullable Certificates certificates;
    private int port;
    private @Nullable Path certificate;
    private int tlsPort;

    /** Keeps nothing over a restart. With the system property {@code vedfolnir.topology} it is several Redis processes. */
    public RealRedis() {
        this(false, RealTopology.ofProperty());
    }

    private RealRedis(boolean durable, @Nullable RealTopology topology) {
        this.topology = topology;
        this.durable = durable;
    }

    /** Writes each change to disk before it answers, and has it again after a crash. */
    public static RealRedis durable() {
        return new RealRedis(true, null);
    }

    /** Listens with TLS too, from the next start on; {@code CONFIG SET tls-cert-file} changes the certificate while it runs. */
    public void withTls(Certificates made, Path certificate) throws IOException {
        stop();
        certificates = made;
        this.certificate = certificate;
        tlsPort = FreePorts.next();
        start();
    }

    public int tlsPort() {
        return tlsPort;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        port = FreePorts.next();
        start();
    }

    public void start() throws IOException {
        if (topology != null) {
            topology.start();
            return;
        }
        if (directory == null) {
            directory = TestFolders.make("vedfolnir-redis");
        }
        var builder = RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("dir " + directory)
                .setting("save \"\"")
                .setting("appendonly " + (durable ? "yes" : "no"))
                .setting("appendfsync always");
        if (certificates != null) {
            builder.setting("tls-port " + tlsPort)
                    .setting("tls-auth-clients no")
                    .setting("tls-cert-file " + certificate)
                    .setting("tls-key-file " + certificates.key());
        }
        server = builder.build();
        server.start();
    }

    /** Ends the process without a farewell, as a crash does. */
    public void kill() throws Exception {
        for (var process : mine()) {
            process.destroyForcibly();
            process.onExit().get();
        }
        server = null;
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        stop();
    }

    public void stop() throws IOException {
        if (topology != null) {
            topology.stop();
        }
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return topology == null ? "redis://127.0.0.1:" + port + "/0" : topology.configuration();
    }

    /** The same for the one user of {@code server-config/redis/users.acl}, who is made here with exactly the rights that stand there. */
    public String urlWithLeastRights() throws IOException {
        for (var line : Files.readAllLines(ShippedRedis.USERS)) {
            if (!line.startsWith("user ")) {
                throw new AssertionError("Redis refuses this line of " + ShippedRedis.USERS + ": " + line);
            }
            // the tests' own commands come as the user that the file switches off
            if (!line.equals("user default off")) {
                command(("ACL SETUSER" + line.substring("user".length()))
                        .replace("CHANGE-ME", "word")
                        .split(" "));
            }
        }
        return "redis://vedfolnir:word@127.0.0.1:" + port + "/0";
    }

    /** What was refused to users for want of rights, as Redis tells it; empty for nothing. */
    public String refusals() {
        return String.valueOf(command("ACL", "LOG"));
    }

    /** Stops the process in its tracks: connections stay, answers do not come. */
    public void pause() throws Exception {
        signal("-STOP");
    }

    public void resume() throws Exception {
        signal("-CONT");
    }

    private void signal(String signal) throws Exception {
        for (var process : mine()) {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
    }

    private static List<ProcessHandle> mine() {
        var mine = ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").contains("redis"))
                .toList();
        if (mine.isEmpty()) {
            throw new AssertionError("No Redis process of this test was found to signal.");
        }
        return mine;
    }

    /** Whether there is such a key, and not just the mark of a session that is over. */
    public boolean exists(String key) {
        return "1".equals(command("EXISTS", key)) && !value(key).startsWith(MARK);
    }

    public String value(String key) {
        return String.valueOf(command("GET", key));
    }

    public long ttl(String key) {
        return Long.parseLong(String.valueOf(command("PTTL", key)));
    }

    /** How many keys there are, without the marks of sessions that ended a moment ago. */
    public int keys() {
        return (int) String.valueOf(command("KEYS", "*"))
                .lines()
                .filter(this::exists)
                .count();
    }

    /** How many scripts Redis ran meanwhile, by its own count; this product sends nothing else. */
    public long roundTrips(Runnable action) {
        var before = scripts();
        action.run();
        return scripts() - before;
    }

    private long scripts() {
        var calls = EVALSHA.matcher(String.valueOf(command("INFO", "commandstats")));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    /** The answer to one command as text: null for nil, elements of an array line by line, an error with its message. */
    public @Nullable String command(String... words) {
        return topology != null ? topology.command(words) : conversation(bytes(words));
    }

    /** Replaces a value and keeps its time to live. Where Redis is several processes, the value is text. */
    public void replace(String key, byte[] value) {
        if (topology != null) {
            topology.command("SET", key, new String(value, StandardCharsets.UTF_8), "KEEPTTL");
            return;
        }
        conversation(new byte[][] {
            "SET".getBytes(StandardCharsets.UTF_8),
            key.getBytes(StandardCharsets.UTF_8),
            value,
            "KEEPTTL".getBytes(StandardCharsets.UTF_8)
        });
    }

    /** Says who it is, then the same as {@link #command}. */
    public @Nullable String commandAs(String password, String... words) {
        return conversation(bytes("AUTH", password), bytes(words));
    }

    /** The same as an ACL user. */
    public @Nullable String commandAs(String user, String password, String[] words) {
        return conversation(bytes("AUTH", user, password), bytes(words));
    }

    /** The answer to the last of several commands on one connection. */
    private @Nullable String conversation(byte[][]... commands) {
        return conversation(port, commands);
    }

    /** The answer of whatever Redis listens at that port of this machine. */
    static @Nullable String ask(int port, String... words) {
        return conversation(port, bytes(words));
    }

    /** The answer to the second of two commands on one connection. */
    static @Nullable String askThen(int port, String[] first, String... second) {
        return conversation(port, bytes(first), bytes(second));
    }

    private static @Nullable String conversation(int port, byte[][]... commands) {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5000);
            var in = new BufferedInputStream(socket.getInputStream());
            String last = null;
            for (var words : commands) {
                socket.getOutputStream().write(encoded(words));
                last = answer(in);
            }
            return last;
        } catch (IOException e) {
            throw new AssertionError("Redis did not answer to a test's own command.", e);
        }
    }

    private static byte[][] bytes(String... words) {
        return Arrays.stream(words)
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    private static byte[] encoded(byte[][] words) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.UTF_8));
        for (var word : words) {
            out.writeBytes(("$" + word.length + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.writeBytes(word);
            out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static @Nullable String answer(InputStream in) throws IOException {
        var line = line(in);
        var rest = line.substring(1);
        switch (line.charAt(0)) {
            case '$':
                var length = Integer.parseInt(rest);
                if (length < 0) {
                    return null;
                }
                var bytes = in.readNBytes(length);
                in.readNBytes(2);
                return new String(bytes, StandardCharsets.UTF_8);
            case '*':
                List<String> elements = new ArrayList<>();
                for (var i = 0; i < Integer.parseInt(rest); i++) {
                    elements.add(String.valueOf(answer(in)));
                }
                return String.join("\n", elements);
            default:
                return rest;
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var c = in.read(); c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        in.read();
        return line.toString();
    }
}
