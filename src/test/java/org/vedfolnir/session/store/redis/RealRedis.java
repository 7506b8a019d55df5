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
 * A Redis process for one test class, with direct access for tests, independent of the code under test. Tests of one class run one after the other.
 */
public final class RealRedis implements BeforeAllCallback, AfterAllCallback {

    /** The value that stays for a while at the key of an ended session. */
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

    /** Keeps no data over a restart. With the system property {@code vedfolnir.topology} it is several Redis processes. */
    public RealRedis() {
        this(false, RealTopology.ofProperty());
    }

    private RealRedis(boolean durable, @Nullable RealTopology topology) {
        this.topology = topology;
        this.durable = durable;
    }

    /** Writes each change to disk before it replies, and has the data after a crash. */
    public static RealRedis durable() {
        return new RealRedis(true, null);
    }

    /** Adds a TLS port from the next start on. {@code CONFIG SET tls-cert-file} changes the certificate at run time. */
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
        // not while it still loads its file
        Eventually.within(PATIENCE, () -> "PONG".equals(command("PING")));
        process = started;
    }

    /** Ends the process without a shutdown, as a crash does. */
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

    /** The URL for the one user of {@code server-config/redis/users.acl}, whom this creates with exactly the rights of that file. */
    public String urlWithLeastRights() throws IOException {
        for (var line : Files.readAllLines(ShippedRedis.USERS)) {
            if (!line.startsWith("user ")) {
                throw new AssertionError("Redis rejects this line of " + ShippedRedis.USERS + ": " + line);
            }
            // the file disables the default user, which the tests' own commands use
            if (!line.equals("user default off")) {
                command(("ACL SETUSER" + line.substring("user".length()))
                        .replace("CHANGE-ME", "word")
                        .split(" "));
            }
        }
        return "redis://vedfolnir:word@127.0.0.1:" + port + "/0";
    }

    /** Commands that Redis rejected for missing rights, from its ACL log; empty if there are none. */
    public String refusals() {
        return String.valueOf(command("ACL", "LOG"));
    }

    /** Suspends the process: connections stay open, no reply comes. */
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

    /** Whether there is such a key, other than the tombstone of a session. */
    public boolean exists(String key) {
        return "1".equals(command("EXISTS", key)) && !value(key).startsWith(MARK);
    }

    public String value(String key) {
        return String.valueOf(command("GET", key));
    }

    public long ttl(String key) {
        return Long.parseLong(String.valueOf(command("PTTL", key)));
    }

    /** Number of keys, without the tombstones of sessions that ended a moment ago. */
    public int keys() {
        return (int) String.valueOf(command("KEYS", "*"))
                .lines()
                .filter(this::exists)
                .count();
    }

    /** Number of scripts that Redis ran in between, by its own count. The product sends nothing else. */
    public long roundTrips(Runnable action) {
        var before = scripts();
        action.run();
        return scripts() - before;
    }

    private long scripts() {
        var calls = EVALSHA.matcher(String.valueOf(command("INFO", "commandstats")));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    /** The reply to one command as text: null for nil, elements of an array line by line, an error with its message. */
    public @Nullable String command(String... words) {
        return topology != null ? topology.command(words) : conversation(RedisClient.bytes(words));
    }

    /** Replaces a value and keeps its time to live. If Redis is several processes, the value must be text. */
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

    /** Authenticates first; else as {@link #command}. */
    public @Nullable String commandAs(String password, String... words) {
        return conversation(RedisClient.bytes("AUTH", password), RedisClient.bytes(words));
    }

    /** The clock of Redis, in ms since 1970. */
    public long millis() {
        var time = String.valueOf(command("TIME")).split("\n");
        return Long.parseLong(time[0]) * 1000 + Long.parseLong(time[1]) / 1000;
    }

    /** The same as an ACL user. */
    public @Nullable String commandAs(String user, String password, String[] words) {
        return conversation(RedisClient.bytes("AUTH", user, password), RedisClient.bytes(words));
    }

    private @Nullable String conversation(byte[][]... commands) {
        return RedisClient.askLast(port, commands);
    }
}
