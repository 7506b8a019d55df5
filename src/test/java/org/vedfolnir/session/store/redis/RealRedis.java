package org.vedfolnir.session.store.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vedfolnir.FreePorts;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.RedisClient;

/**
 * A Redis process of a test class's own, and what tests ask it without going through what is tested. Tests of one class run one after the other.
 */
public final class RealRedis implements BeforeAllCallback, AfterAllCallback {

    /** What lies for a while where a session was. */
    static final String MARK = "{\"_version\":0,";

    private static final Pattern EVALSHA = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final boolean durable;
    private final @Nullable RealTopology topology;
    private @Nullable RedisProcess process;
    private @Nullable RedisFolder folder;
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
    public void withTls(Certificates made, Path certificate) throws Exception {
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
    public void beforeAll(ExtensionContext context) throws Exception {
        port = FreePorts.next();
        start();
    }

    public void start() throws Exception {
        if (topology != null) {
            topology.start();
            return;
        }
        if (folder == null) {
            folder = RedisFolder.make();
        }
        var settings =
                new ArrayList<>(List.of("save \"\"", "appendonly " + (durable ? "yes" : "no"), "appendfsync always"));
        if (certificates != null) {
            settings.addAll(List.of(
                    "tls-port " + tlsPort,
                    "tls-auth-clients no",
                    "tls-cert-file " + certificate,
                    "tls-key-file " + certificates.key()));
        }
        var started = RedisProcess.of(folder.program(), folder.of(port), port, settings);
        started.start();
        // not while it still reads its file
        Eventually.within(PATIENCE, () -> "PONG".equals(command("PING")));
        process = started;
    }

    /** Ends the process without a farewell, as a crash does. */
    public void kill() {
        running().kill();
        process = null;
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        stop();
        if (folder != null) {
            folder.close();
            folder = null;
        }
    }

    public void stop() throws IOException {
        if (topology != null) {
            topology.stop();
        }
        if (process != null) {
            process.close();
            process = null;
        }
    }

    private RedisProcess running() {
        if (process == null) {
            throw new AssertionError("No Redis process of this test runs.");
        }
        return process;
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
        if (topology != null) {
            topology.signal("-STOP");
        } else {
            running().pause();
        }
    }

    public void resume() throws Exception {
        if (topology != null) {
            topology.signal("-CONT");
        } else {
            running().resume();
        }
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
        return topology != null ? topology.command(words) : conversation(RedisClient.bytes(words));
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
        return conversation(RedisClient.bytes("AUTH", password), RedisClient.bytes(words));
    }

    /** The same as an ACL user. */
    public @Nullable String commandAs(String user, String password, String[] words) {
        return conversation(RedisClient.bytes("AUTH", user, password), RedisClient.bytes(words));
    }

    private @Nullable String conversation(byte[][]... commands) {
        return RedisClient.askLast(port, commands);
    }
}
