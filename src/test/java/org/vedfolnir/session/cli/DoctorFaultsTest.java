package org.vedfolnir.session.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.FreePorts;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.store.NodeRegistry;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/** Each planted fault has its line in {@code doctor}, with what mends it, and its exit code; a Redis without faults has none. */
class DoctorFaultsTest {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private static final String OWN_KEYS = KeyRing.generate("k1");
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final Map<String, String> environment = new HashMap<>();
    private InstantSource clock = InstantSource.system();

    /**
     * @param check the line
     * @param text what stands in it, among others
     * @param exit with --strict
     */
    private record Fault(String name, Plant plant, String check, String status, String text, int exit) {
        @Override
        public String toString() {
            return name;
        }
    }

    private interface Plant {
        void in(DoctorFaultsTest test) throws Exception;
    }

    @BeforeEach
    void makeHealthy() {
        command("FLUSHALL");
        configure("maxmemory", "1gb");
        configure("maxmemory-policy", "noeviction");
        configure("appendonly", "yes");
        environment.put("REDIS_URL", REDIS.url());
    }

    @AfterEach
    void takeTheFaultAway() {
        REDIS.commandAs("secret", "CONFIG", "SET", "requirepass", "");
        configure("maxmemory", "1gb");
        command("ACL", "DELUSER", "weak");
    }

    private static String command(String... words) {
        return String.valueOf(REDIS.command(words));
    }

    private static void configure(String name, String value) {
        assertThat(command("CONFIG", "SET", name, value)).isEqualTo("OK");
    }

    private static StoredSessions sessions(String keys) {
        return new StoredSessions(TestSettings.at(REDIS.url()), keys);
    }

    private static String create(String keys) {
        try (var sessions = sessions(keys)) {
            return sessions.create("ann", HOUR, Map.of()).value();
        }
    }

    private Run doctor(String... words) {
        return Run.with(environment)
                .clock(clock)
                .run(Stream.concat(Stream.of("doctor"), Stream.of(words)).toArray(String[]::new));
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault(
                        "the port is closed",
                        test -> test.environment.put("REDIS_URL", "redis://127.0.0.1:" + FreePorts.next()),
                        "connection",
                        "FAIL",
                        "No server listens",
                        2),
                new Fault(
                        "no such host",
                        test -> test.environment.put("REDIS_URL", "redis://nowhere.invalid:6379"),
                        "name",
                        "FAIL",
                        "knows no host nowhere.invalid",
                        2),
                new Fault(
                        "a password is asked for",
                        test -> configure("requirepass", "secret"),
                        "authentication",
                        "FAIL",
                        "asks for a password, and none is set",
                        2),
                new Fault(
                        "the password is wrong",
                        test -> {
                            configure("requirepass", "secret");
                            test.environment.put("REDIS_PASSWORD", "another");
                        },
                        "authentication",
                        "FAIL",
                        "rejects the user or the password",
                        2),
                new Fault(
                        "keys are evicted",
                        test -> configure("maxmemory-policy", "volatile-lru"),
                        "eviction",
                        "FAIL",
                        "Set maxmemory-policy noeviction",
                        2),
                new Fault(
                        "no file",
                        test -> configure("appendonly", "no"),
                        "persistence",
                        "WARN",
                        "Set appendonly yes",
                        1),
                new Fault(
                        "memory is full",
                        test -> configure("maxmemory", "100kb"),
                        "memory",
                        "FAIL",
                        "Redis refuses writes",
                        2),
                new Fault(
                        "memory has no bound",
                        test -> configure("maxmemory", "0"),
                        "memory",
                        "WARN",
                        "Set maxmemory",
                        1),
                new Fault(
                        "a right is missing",
                        test -> {
                            assertThat(command("ACL SETUSER weak on >word ~* +@all -zadd -unlink".split(" ")))
                                    .isEqualTo("OK");
                            test.environment.put("REDIS_URL", REDIS.url().replace("//", "//weak:word@"));
                        },
                        "rights",
                        "FAIL",
                        "+zadd +unlink",
                        2),
                new Fault(
                        "a pattern of keys is missing",
                        test -> {
                            assertThat(command("ACL SETUSER weak on >word ~vedfolnir:* +@all".split(" ")))
                                    .isEqualTo("OK");
                            test.environment.put("REDIS_URL", REDIS.url().replace("//", "//weak:word@"));
                        },
                        "rights",
                        "FAIL",
                        "keys that are named like {vedfolnir:session:",
                        2),
                new Fault(
                        "this machine is behind",
                        test -> test.clock = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(-3)),
                        "clock",
                        "WARN",
                        "ms ahead of this machine",
                        1),
                new Fault(
                        "this machine is ahead",
                        test -> test.clock = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(3)),
                        "clock",
                        "WARN",
                        "ms behind this machine",
                        1),
                new Fault(
                        "the key of a session is missing",
                        test -> {
                            create(KeyRing.generate("k9"));
                            test.environment.put("SESSION_ENCRYPTION_KEYS", OWN_KEYS);
                        },
                        "documents",
                        "FAIL",
                        "sealed with a key that these settings do not have: 1.",
                        2),
                new Fault(
                        "nodes have another key of that name",
                        test -> {
                            announce("k1:0011223344556677");
                            test.environment.put("SESSION_ENCRYPTION_KEYS", OWN_KEYS);
                        },
                        "keys",
                        "FAIL",
                        "another key k1",
                        2),
                new Fault(
                        "a session never ends",
                        test -> command("PERSIST", "vedfolnir:session:" + create("")),
                        "time to live",
                        "FAIL",
                        "1 of 1 session (all keys were seen) with an idle timeout and without a time to live",
                        2),
                new Fault(
                        "a document is gone",
                        test -> command("DEL", "vedfolnir:session:" + create("")),
                        "index",
                        "WARN",
                        "listed without a document: 1 (session#",
                        1),
                new Fault(
                        "an entry is gone",
                        test -> command("ZREM", "vedfolnir:expiries", create("")),
                        "index",
                        "WARN",
                        "stored and not listed: 1 (session#",
                        1),
                new Fault(
                        "nobody removes what is over",
                        test -> command("ZADD", "vedfolnir:expiries", "1000", "long-gone-session"),
                        "index",
                        "WARN",
                        "Start a node",
                        1),
                new Fault(
                        "events were lost",
                        test -> {
                            command("HSET", "{vedfolnir:events}:state", "bytes", "0", "lost", "3", "missing", "3");
                            test.environment.put("SESSION_EVENTS", "stream");
                        },
                        "events",
                        "FAIL",
                        "3 were lost",
                        2),
                new Fault(
                        "a setting is wrong",
                        test -> test.environment.put("SESSION_READ_MODE", "sometimes"),
                        "settings",
                        "FAIL",
                        "The setting readMode from the environment variable SESSION_READ_MODE is 'sometimes'",
                        2));
    }

    private static void announce(String mark) {
        try (var sessions = sessions("")) {
            NodeRegistry nodes = sessions.store().nodes();
            nodes.announceKeys(List.of(mark));
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void reports(Fault fault) throws Exception {
        fault.plant().in(this);

        var run = doctor("--strict");

        assertThat(run.lines())
                .filteredOn(line -> line.startsWith(fault.status() + "  " + fault.check() + " "))
                .as(run.out() + run.err())
                .singleElement()
                .asString()
                .contains(fault.text());
        assertThat(run.exit()).as(run.out()).isEqualTo(fault.exit());
        assertThat(run.err()).isEmpty();
    }

    /** Old versions of Redis have a warning of their own. */
    @Test
    void findsNothingElseInAHealthyOne() {
        create("");

        var run = doctor();

        assertThat(run.lines())
                .filteredOn(line -> !line.matches("(OK| ).*") && !line.contains("CVE-"))
                .singleElement()
                .asString()
                .startsWith("18 checks: 0 failures");
        assertThat(run.exit()).isZero();
        assertThat(REDIS.command("KEYS", "*doctor*")).as("scratch keys").isEqualTo("");
    }

    @Test
    void printsOneObjectForPrograms() {
        configure("maxmemory-policy", "allkeys-lru");

        var run = doctor("--json");

        assertThat(run.out())
                .startsWith("{")
                .contains("\"check\":\"eviction\",\"status\":\"FAIL\"", "\"exit\":2")
                .hasLineCount(1);
    }

    @Test
    void showsWhereSettingsStandAndNoSecret() {
        environment.put("SESSION_ENCRYPTION_KEYS", OWN_KEYS);
        environment.put("REDIS_SESSION_PREFIX", "shop:session:");

        var run = doctor();

        assertThat(run.out())
                .contains("keyPrefix = shop:session: from the environment variable REDIS_SESSION_PREFIX")
                .contains("encryptionKeys = (not shown) from the environment variable SESSION_ENCRYPTION_KEYS")
                .doesNotContain(OWN_KEYS.substring(4));
    }

    @Test
    void passesForTheUserOfLeastRights() throws Exception {
        create("");
        environment.put("REDIS_URL", REDIS.urlWithLeastRights());
        environment.put("SESSION_EVENTS", "stream");
        environment.put("SESSION_SECURITY_WRITES", "acknowledged");

        var run = doctor();

        assertThat(run.lines()).noneMatch(line -> line.startsWith("FAIL"));
        assertThat(run.out()).contains("since this user may not run SCAN").doesNotContain("word@");
        assertThat(run.exit()).isZero();
    }
}
