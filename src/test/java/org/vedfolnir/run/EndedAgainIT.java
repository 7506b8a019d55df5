package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.check.Visitor;
import org.vedfolnir.run.system.FirstMatch;
import org.vedfolnir.session.store.redis.RealCluster;
import org.vedfolnir.session.store.redis.RealSentinels;
import org.vedfolnir.session.store.redis.RedisProcess;
import org.vedfolnir.session.store.redis.StoredKeys;

/**
 * A master dies after it acknowledged a sign-out that no replica had: the session exists again, and ends within seconds, since the audit trail says that it
 * ended.
 */
class EndedAgainIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern HANDLE = Pattern.compile("<code>([^<]*)</code>");
    /** The mark of a session that ended, in the place of its document. */
    private static final String ENDED = "{\"_version\":0,";

    private static final String PASSWORD = "a quiet morning by the sea";

    private final RealCluster cluster = RealCluster.withReplicas();
    private final RealSentinels sentinels = new RealSentinels();
    private AutoCloseable servers = () -> {};
    private @Nullable OpenSite open;

    @AfterEach
    void stop() throws Exception {
        if (open != null) {
            open.close();
        }
        servers.close();
    }

    private void begin(String configuration, RedisProcess one) throws Exception {
        open = OpenSite.start(
                Map.of("SESSION_REDISSON_CONFIG", configuration), "redis://127.0.0.1:" + one.port() + "/0");
        site().setUp(PASSWORD);
    }

    private OpenSite site() {
        return Objects.requireNonNull(open);
    }

    private String a() {
        return site().site().nodes().get(0).address();
    }

    private String b() {
        return site().site().nodes().get(1).address();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        assertThat(DataProbe.within(PATIENCE, condition)).as(what).isTrue();
    }

    /** A signed-in user, as the audit trail has them. */
    private record Known(Visitor person, Visitor sameCookie, String handle, String stored) {}

    private Known signedIn() throws Exception {
        var person = new Visitor();
        assertThat(person.post(a(), "/login", Map.of("username", "admin", "password", PASSWORD))
                        .statusCode())
                .isEqualTo(302);
        var handle = FirstMatch.in(HANDLE, person.get(a(), "/home").body());
        await("the row is open", () -> "open".equals(site().witness().state(handle)));
        return new Known(
                person,
                new Visitor(person.cookie(), person.agent()),
                handle,
                site().site().storedId(String.valueOf(person.id())));
    }

    private void signOut(Known user) throws Exception {
        var page = user.person().get(a(), "/home").body();
        var token = Visitor.fields(Visitor.form(page, "/logout")).getOrDefault("csrf", "");
        var answer = user.person().post(a(), "/logout", Map.of("csrf", token));
        assertThat(answer.headers().firstValue("Location")).hasValue("/login?out");
        await("the row is closed", () -> "SIGNED_OUT".equals(site().witness().state(user.handle())));
    }

    /** Stops replication to all replicas; the master still serves. */
    private static void cutOff(RedisProcess master) {
        master.ask("ACL", "SETUSER", "default", "-psync", "-sync");
        master.ask("CLIENT", "KILL", "TYPE", "replica");
    }

    private static boolean lives(StoredKeys keys, Known user) {
        return keys.session(user.stored())
                .filter(each -> !each.at().ask("GET", each.key()).startsWith(ENDED))
                .isPresent();
    }

    private List<String> ends(Known user) throws Exception {
        return site().witness().events(user.handle()).stream()
                .filter(event -> event.startsWith("session_ended"))
                .toList();
    }

    private long logLines(String words) throws IOException {
        var lines = 0L;
        for (var node : List.of("node-a", "node-b")) {
            lines += Files.readAllLines(site().folder().resolve("logs").resolve(node + ".log")).stream()
                    .filter(line -> line.contains(words))
                    .count();
        }
        return lines;
    }

    private void assertEndedAgain(Known user, StoredKeys keys) throws Exception {
        await("the second end in the audit trail", () -> ends(user).size() == 2);
        assertThat(ends(user)).containsExactly("session_ended SIGNED_OUT", "session_ended_again SIGNED_OUT");
        assertThat(lives(keys, user)).isFalse();
        assertThat(user.sameCookie().get(b(), "/home").statusCode()).isEqualTo(302);
        assertThat(user.sameCookie().get(a(), "/home").statusCode()).isEqualTo(302);
        assertThat(site().witness().state(user.handle())).isEqualTo("SIGNED_OUT");
        await("one line in the log of one node", () -> logLines("ended again") == 1);
    }

    private void assertAlive(Known user) throws Exception {
        await("a served page", () -> user.person().get(b(), "/home").statusCode() == 200);
        assertThat(ends(user)).isEmpty();
        assertThat(site().witness().state(user.handle())).isEqualTo("open");
    }

    /** The user's index is on another master and no longer names that session: the sweep finds it. */
    @Test
    void endsASessionAgainAfterAFailoverOfACluster() throws Exception {
        servers = cluster::stop;
        cluster.start();
        begin(cluster.configuration(), cluster.processes().get(0));
        Function<Known, RedisProcess> home = each -> cluster.facts()
                .masterOf(cluster.keys().session(each.stored()).orElseThrow().key());
        var list = cluster.facts().masterOf("vedfolnir:user:1");
        var leaves = signedIn();
        while (home.apply(leaves) == list) {
            leaves = signedIn();
        }
        var master = home.apply(leaves);
        var stays = signedIn();
        while (home.apply(stays) != master) {
            stays = signedIn();
        }
        cutOff(master);
        signOut(leaves);
        assertThat(lives(cluster.keys(), leaves)).isFalse();
        var replica = cluster.facts().replicaOf(master);
        master.kill();
        cluster.operator().awaitPromoted(replica);

        assertEndedAgain(leaves, cluster.keys());
        assertAlive(stays);
    }

    @Test
    void endsASessionAgainAfterAFailoverBehindSentinels() throws Exception {
        servers = sentinels::stop;
        sentinels.start();
        begin(sentinels.configuration(), sentinels.master());
        var leaves = signedIn();
        var stays = signedIn();
        var expires = signedIn();
        var master = sentinels.master();
        // it was used long ago: a few seconds are left, and the minute that a document outlives its session
        master.ask("PEXPIRE", "vedfolnir:session:" + expires.stored(), "63000");
        master.ask("ZADD", "vedfolnir:expiries", "1", expires.stored());
        await("the replicas have that", () -> sentinels.serving().stream()
                .allMatch(each -> each.ask("ZSCORE", "vedfolnir:expiries", expires.stored())
                        .equals("1")));
        cutOff(master);
        signOut(leaves);
        await("its time is over", () -> "EXPIRED".equals(site().witness().state(expires.handle())));
        master.kill();
        sentinels.awaitOtherThan(master);

        assertEndedAgain(leaves, sentinels.keys());
        assertAlive(stays);
        await(
                "what had expired expires again",
                () -> sentinels
                                .master()
                                .ask("ZSCORE", "vedfolnir:expiries", expires.stored())
                                .equals("null")
                        && sentinels.keys().events().isEmpty());
        assertThat(ends(expires)).containsExactly("session_ended EXPIRED");
        assertThat(site().witness().state(expires.handle())).isEqualTo("EXPIRED");
    }
}
