package org.vedfolnir.session.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/** {@code sessions}: what a person sees of sessions, and what ends. */
class SessionCommandsTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String KEYS = KeyRing.generate();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    /** Not compressible to less than a kilobyte. */
    private static final String SEALED_LARGE = IntStream.range(1, 400)
            .mapToObj(i -> Integer.toHexString(i * 0x9E3779B1))
            .collect(Collectors.joining());

    private final Map<String, String> environment = new HashMap<>();
    private StoredSessions sessions = sessions();

    private static StoredSessions sessions() {
        return new StoredSessions(TestSettings.at(REDIS.url()), KEYS);
    }

    @BeforeEach
    void empty() {
        REDIS.command("FLUSHALL");
        environment.put("REDIS_URL", REDIS.url());
        environment.put("SESSION_ENCRYPTION_KEYS", KEYS);
    }

    @AfterEach
    void close() {
        sessions.close();
    }

    private Run run(String... words) {
        return Run.with(environment).run(words);
    }

    /** Makes a session look unused: its end moves forward, and its key lives that much shorter. */
    private static void age(SessionId id, Duration by) {
        var left = REDIS.ttl("vedfolnir:session:" + id.value()) - by.toMillis();
        assertThat(REDIS.command("PEXPIRE", "vedfolnir:session:" + id.value(), Long.toString(left)))
                .isEqualTo("1");
    }

    @Test
    void listsWhoIsThere() {
        var ann = sessions.create("ann", HOUR, Map.of());
        var bob = sessions.create("bob", HOUR, Map.of());
        age(bob, Duration.ofMinutes(30));

        var run = run("sessions", "list");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.lines().get(0)).startsWith("USER").contains("REFERENCE", "UNUSED", "LEFT", "SIZE");
        assertThat(run.lines().get(3)).isEqualTo("2 sessions.");
        assertThat(run.out())
                .containsPattern("ann +" + ann.reference() + " .* [01]s +(1h 00m|59m \\d\\ds) ")
                .containsPattern("bob +" + bob.reference() + " .* 30m 0\\ds +29m \\d\\ds ")
                .doesNotContain(ann.value(), bob.value());
    }

    @Test
    void listsByUserByIdleTimeAndInAnOrder() {
        var ann = sessions.create("ann", HOUR, Map.of("note", '"' + SEALED_LARGE + '"'));
        var bob = sessions.create("bob", HOUR, Map.of());
        age(bob, Duration.ofMinutes(30));

        assertThat(run("sessions", "list", "--user", "ann").out())
                .contains(ann.reference())
                .doesNotContain(bob.reference());
        assertThat(run("sessions", "list", "--idle", "29m").out())
                .contains(bob.reference())
                .doesNotContain(ann.reference());
        assertThat(run("sessions", "list", "--sort", "size", "--limit", "1").lines())
                .hasSize(3)
                .element(1)
                .asString()
                .contains(ann.reference());
        assertThat(run("sessions", "list", "--sort", "idle", "--json", "--limit", "1")
                        .out())
                .hasLineCount(1)
                .contains("\"reference\":\"" + bob.reference() + '"', "\"user\":\"bob\"");
    }

    @Test
    void listsMoreThanAPage() {
        for (var i = 0; i < 450; i++) {
            sessions.create("user" + i, HOUR, Map.of());
        }

        assertThat(run("sessions", "list", "--limit", "0", "--json").lines().stream()
                        .distinct())
                .hasSize(450);
    }

    @Test
    void listsWhatItCannotRead() {
        sessions.create("ann", HOUR, Map.of());
        environment.put("SESSION_ENCRYPTION_KEYS", KeyRing.generate("k7"));

        assertThat(run("sessions", "list").out()).contains("? UNKNOWN_KEY");
    }

    @Test
    void showsAttributesAndValuesOnlyIfAsked() {
        var large = '"' + "y".repeat(5000) + '"';
        var id = sessions.create("ann", HOUR, Map.of("cart", "[\"book\"]", "report", large));

        var run = run("sessions", "show", id.reference());
        assertThat(run.out())
                .contains("cart", "json", "report", "4.9 KB", "3 attributes.")
                .doesNotContain("book", "yyy", id.value());
        assertThat(run("sessions", "show", "session#" + id.reference(), "--values")
                        .out())
                .contains("[\"book\"]", large);

        var handle = run.out().replaceFirst("(?s).*handle +([0-9a-f]{32}).*", "$1");
        assertThat(run("sessions", "show", handle, "--json").out())
                .contains("\"handle\":\"" + handle + '"', "\"name\":\"cart\",\"type\":\"json\"")
                .doesNotContain("value");
    }

    @Test
    void saysThatThereIsNone() {
        var run = run("sessions", "show", "0123456789ab");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("There is no session 0123456789ab of the application /");
    }

    @Test
    void takesNoIdForAName() {
        var id = sessions.create("ann", HOUR, Map.of());

        var run = run("sessions", "show", id.value());

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("An id is never used here");
    }

    @Test
    void endsTheSessionsOfAUser() {
        var ann = sessions.create("ann", HOUR, Map.of());
        var bob = sessions.create("bob", HOUR, Map.of());

        var run = run("sessions", "end", "--user", "ann", "--yes");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains(ann.reference() + "  ann", "1 session ended.");
        assertThat(sessions.store().sessions().peek(ann)).isEmpty();
        assertThat(sessions.store().sessions().peek(bob)).isPresent();
        assertThat(REDIS.command("EXISTS", "vedfolnir:user:ann")).isEqualTo("0");
    }

    @Test
    void asksBefore() {
        var id = sessions.create("ann", HOUR, Map.of());

        assertThat(Run.with(environment)
                        .answering("n\n")
                        .run("sessions", "end", id.reference())
                        .exit())
                .isEqualTo(1);
        assertThat(sessions.store().sessions().peek(id)).isPresent();

        var run = Run.with(environment).answering("y\n").run("sessions", "end", id.reference());
        assertThat(run.err()).contains("End 1 session? [y/N]");
        assertThat(run.exit()).isZero();
        assertThat(sessions.store().sessions().peek(id)).isEmpty();
    }

    @Test
    void endsNothingIfNobodyCanBeAskedOrOnATrial() {
        var id = sessions.create("ann", HOUR, Map.of());

        assertThat(run("sessions", "end", "--user", "ann").exit()).isEqualTo(2);
        assertThat(run("sessions", "end", "--user", "ann", "--dry-run").out()).contains("1 session would end.");
        assertThat(run("sessions", "end", "--user", "ann", "--idle", "1h", "--yes")
                        .err())
                .contains("in exactly one way");
        assertThat(sessions.store().sessions().peek(id)).isPresent();
    }

    @Test
    void endsWhatNobodyUses() {
        var ann = sessions.create("ann", HOUR, Map.of());
        var bob = sessions.create("bob", HOUR, Map.of());
        age(bob, Duration.ofMinutes(31));

        assertThat(run("sessions", "end", "--idle", "30m", "--yes").out()).contains("1 session ended.");
        assertThat(sessions.store().sessions().peek(ann)).isPresent();
        assertThat(sessions.store().sessions().peek(bob)).isEmpty();
    }

    @Test
    void recordsWhoEndedIt() {
        environment.put("SESSION_EVENTS", "stream");
        var id = sessions.create("ann", HOUR, Map.of());

        run("sessions", "end", id.reference(), "--yes", "--operator", "Eve Night");

        assertThat(REDIS.command("XRANGE", "vedfolnir:events", "-", "+"))
                .contains("session_ended", "ENDED_BY_OPERATOR", "node\ncli-", "operator\nEve Night", "ann");
    }

    /** The application's web.xml may ask for them, which the command line does not see. */
    @Test
    void recordsItIfTheNodesRecordEvents() {
        REDIS.command("XGROUP", "CREATE", "vedfolnir:events", "audit", "0", "MKSTREAM");
        var id = sessions.create("ann", HOUR, Map.of());

        run("sessions", "end", id.reference(), "--yes");

        assertThat(REDIS.command("XRANGE", "vedfolnir:events", "-", "+")).contains("ENDED_BY_OPERATOR");
    }

    @Test
    void exportsLines(@TempDir Path folder) throws Exception {
        var file = folder.resolve("sessions.jsonl");
        var id = sessions.create("ann", HOUR, Map.of("cart", "[\"book\"]"));
        sessions.create("bob", HOUR, Map.of());

        assertThat(run("sessions", "export", file.toString()).err()).contains("2 sessions written");
        assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.startsWith("{\"reference\""));
        assertThat(Files.readString(file)).doesNotContain("book", id.value());
        assertThat(run("sessions", "export", file.toString()).err()).contains("exists. Name another one");
        assertThat(run("sessions", "export", "-", "--values").out()).contains("\"value\":\"[\\\"book\\\"]\"");
    }

    @Test
    void saysInOneSentenceThatRedisIsAway() {
        environment.put("REDIS_URL", "redis://127.0.0.1:1");

        var run = run("sessions", "list");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).hasLineCount(1).contains("No server listens at redis://127.0.0.1:1", "doctor");
    }
}
