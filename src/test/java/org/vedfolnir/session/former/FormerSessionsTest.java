package org.vedfolnir.session.former;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.realm.GenericPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.redisson.client.codec.StringCodec;
import org.redisson.codec.Kryo5Codec;
import org.redisson.codec.SerializationCodec;
import org.vedfolnir.session.adoption.FormerDocuments;
import org.vedfolnir.session.adoption.SessionAdoption;
import org.vedfolnir.session.digest.Digests;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.KeyNames;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Logged;

/** Users of another manager stay signed in, and no session comes back after it has ended here. */
class FormerSessionsTest {

    private static final int IDLE = 1200;

    @RegisterExtension
    static final Cluster REDISSON = new Cluster(KeyRing.generate(), manager -> manager.setAdoptFrom("redisson-tomcat"));

    @RegisterExtension
    static final Cluster SPRING = new Cluster(KeyRing.generate(), manager -> {
        manager.setAdoptFrom("spring-session");
        manager.setAdoptPrefix("shop");
    });

    @RegisterExtension
    static final Cluster WITHOUT = Cluster.quiet(KeyRing.generate());

    private final Browser visitor = new Browser();
    private final String id = UUID.nameUUIDFromBytes(
                    (getClass() + "" + System.nanoTime()).getBytes(StandardCharsets.UTF_8))
            .toString();

    private static long now() {
        return System.currentTimeMillis();
    }

    private String key() {
        return "redisson:tomcat_session:" + id;
    }

    private Map<String, byte[]> session(Map<String, ?> attributes) {
        return FormerHashes.redisson(new Kryo5Codec(), now() - 60_000, now() - 1000, IDLE, attributes);
    }

    /** A visitor whose session redisson-tomcat has. */
    private void left(RealRedis redis, Map<String, byte[]> fields) {
        FormerHashes.put(redis, key(), fields);
        visitor.with("JSESSIONID=" + id);
    }

    private static String get(Browser visitor, Node node, String name) {
        return visitor.get(node, "/get?name=" + name).body();
    }

    @Test
    void continuesASessionOfRedissonTomcatOnBothNodesUnderItsId() {
        left(REDISSON.redis(), session(Map.of("name", "ann", "basket", Basket.of("ann", "tea"))));

        var first = visitor.get(REDISSON.a(), "/get?name=name");

        assertThat(first.body()).isEqualTo("ann");
        assertThat(first.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(get(visitor, REDISSON.b(), "basket")).isEqualTo("Basket[owner=ann, lines=[tea], again=[tea]]");
        visitor.get(REDISSON.b(), "/set?name=color&value=blue");
        assertThat(get(visitor, REDISSON.a(), "color")).isEqualTo("blue");
        assertThat(REDISSON.redis().ttl(Cluster.key(visitor)))
                .as("its own idle timeout, and the grace")
                .isBetween(IDLE * 1000L - 60_000, IDLE * 1000L + 62_000);
        assertThat(REDISSON.redis().exists(key())).as("the old hash").isFalse();
    }

    @Test
    void keepsTheUserOfTheContainer() {
        var principal = new GenericPrincipal("ann", List.of("user"));
        for (var codec : List.of(new Kryo5Codec(), new Kryo5Codec(Set.of(), true), new SerializationCodec())) {
            var fields = FormerHashes.redisson(
                    codec, now(), now(), IDLE, Map.of("session:principal", principal, "session:authtype", "FORM"));
            left(REDISSON.redis(), fields);

            assertThat(visitor.get(REDISSON.a(), "/who").body()).isEqualTo("ann, user: true");
            assertThat(visitor.get(REDISSON.b(), "/who").body()).isEqualTo("ann, user: true");
            visitor.get(REDISSON.b(), "/invalidate");
            REDISSON.redis().command("FLUSHALL");
        }
    }

    @Test
    void continuesASessionOfSpringSession() {
        FormerHashes.put(
                SPRING.redis(),
                "shop:sessions:" + id,
                FormerHashes.spring(now() - 60_000, now(), IDLE, Map.of("name", "ann", "user_id", 7L)));
        visitor.with("JSESSIONID=" + Base64.getEncoder().encodeToString(id.getBytes(StandardCharsets.UTF_8)));

        assertThat(get(visitor, SPRING.a(), "name")).isEqualTo("ann");
        assertThat(get(visitor, SPRING.b(), "user_id")).isEqualTo("7");
        assertThat(visitor.get(SPRING.a(), "/sessions?name=7").body()).isEqualTo("1 sessions");
        assertThat(SPRING.redis().exists("shop:sessions:" + id)).isFalse();
    }

    @Test
    void adoptsNoIdThatIsNotInRedis() {
        visitor.with("JSESSIONID=" + id);

        assertThat(get(visitor, REDISSON.a(), "name")).isEqualTo("no session");
        visitor.get(REDISSON.a(), "/create");
        assertThat(visitor.id()).isNotEqualTo(id);
    }

    @Test
    void adoptsNoSessionWithoutTheSetting() {
        left(WITHOUT.redis(), session(Map.of("name", "ann")));

        assertThat(WITHOUT.redis().roundTrips(() -> assertThat(get(visitor, WITHOUT.a(), "name"))
                        .isEqualTo("no session")))
                .isEqualTo(1);
        assertThat(WITHOUT.redis().command("EXISTS", key())).isEqualTo("1");
    }

    @Test
    void needsOneRoundTripAsAlwaysOnceTheSessionIsHere() {
        left(REDISSON.redis(), session(Map.of("name", "ann")));
        visitor.get(REDISSON.a(), "/get?name=name");
        visitor.get(REDISSON.a(), "/get?name=name");

        assertThat(REDISSON.redis().roundTrips(() -> visitor.get(REDISSON.a(), "/get?name=name")))
                .isLessThanOrEqualTo(2); // and the background thread
    }

    @Test
    void bringsBackNoSessionThatEndedHere() {
        left(REDISSON.redis(), session(Map.of("name", "ann")));
        visitor.get(REDISSON.a(), "/get?name=name");
        visitor.copy().get(REDISSON.a(), "/invalidate");

        // an old node with the session in its memory writes it again
        FormerHashes.put(REDISSON.redis(), key(), session(Map.of("name", "ann")));
        assertThat(get(visitor.copy(), REDISSON.b(), "name")).isEqualTo("no session");

        // nor after the tombstone, when a claim can no longer be repeated
        REDISSON.redis().command("DEL", Cluster.key(visitor));
        claimedAgo(46_000);
        assertThat(get(visitor, REDISSON.b(), "name")).isEqualTo("no session");
    }

    private String claim() {
        return "vedfolnir:claimed:{" + key() + "}";
    }

    private void claimedAgo(long ms) {
        REDISSON.redis().command("SET", claim(), (now() - ms) + ":" + Digests.base64OfSha256(id));
    }

    @Test
    void takesOverASessionThatWasOnlyClaimed() {
        left(REDISSON.redis(), session(Map.of("name", "ann")));
        claimedAgo(1000);

        assertThat(get(visitor, REDISSON.a(), "name")).isEqualTo("ann");
    }

    @Test
    void signsNobodyOutForGoodIfTheStoreRejectsTheBeginning() {
        left(REDISSON.redis(), session(Map.of("name", "ann")));
        REDISSON.redis().command("DEL", KeyNames.expiries("/", id));
        REDISSON.redis().command("SET", KeyNames.expiries("/", id), "no index");
        assertThat(visitor.copy().get(REDISSON.a(), "/get?name=name").statusCode())
                .isEqualTo(503);
        REDISSON.redis().command("DEL", KeyNames.expiries("/", id));

        assertThat(REDISSON.redis().command("EXISTS", claim())).as("the claim").isEqualTo("0");
        assertThat(get(visitor, REDISSON.b(), "name")).isEqualTo("ann");
    }

    @Test
    void continuesASessionWhoseFormerHashCannotBeRemoved() throws Exception {
        var url = REDISSON.redis().urlWithLeastRights();
        REDISSON.redis().command("ACL", "SETUSER", "vedfolnir", "~redisson:tomcat_session:*", "-unlink");
        left(REDISSON.redis(), session(Map.of("name", "ann")));
        try (var node = new Node(url, REDISSON.keys(), manager -> manager.setAdoptFrom("redisson-tomcat"))) {
            assertThat(get(visitor, node, "name")).isEqualTo("ann");
        }
        assertThat(REDISSON.redis().command("EXISTS", key())).isEqualTo("1");
        assertThat(get(visitor, REDISSON.a(), "name")).isEqualTo("ann");
    }

    @Test
    void continuesASessionUnderOneFormOfItsCookie() {
        var encoded = Base64.getEncoder().encodeToString(id.getBytes(StandardCharsets.UTF_8));
        var routed = Base64.getEncoder().encodeToString((id + ".ab").getBytes(StandardCharsets.UTF_8));
        for (var first : List.of(encoded, id, routed, id + ".ab")) {
            FormerHashes.put(
                    SPRING.redis(),
                    "shop:sessions:" + id,
                    FormerHashes.spring(now(), now(), IDLE, Map.of("name", "ann")));
            assertThat(get(cookie(first), SPRING.a(), "name")).as(first).isEqualTo("ann");
            // a node of Spring Session writes the hash again
            FormerHashes.put(
                    SPRING.redis(),
                    "shop:sessions:" + id,
                    FormerHashes.spring(now(), now(), IDLE, Map.of("name", "ann")));
            for (var other : List.of(encoded, id, routed, id + ".ab")) {
                assertThat(get(cookie(other), SPRING.b(), "name"))
                        .as("%s after %s", other, first)
                        .isEqualTo(other.equals(first) ? "ann" : "no session");
            }
            cookie(first).get(SPRING.a(), "/invalidate");
            SPRING.redis().command("FLUSHALL");
        }
    }

    private static Browser cookie(String value) {
        return new Browser().with("JSESSIONID=" + value);
    }

    @Test
    void removesAHashThatAFormerNodeWroteLongAfterItsSessionMoved() {
        left(REDISSON.redis(), session(Map.of("name", "ann")));
        visitor.get(REDISSON.a(), "/get?name=name");
        visitor.copy().get(REDISSON.a(), "/invalidate");
        REDISSON.redis().command("DEL", Cluster.key(visitor));
        claimedAgo(23 * 3_600_000);
        REDISSON.redis().command("PEXPIRE", claim(), "2000");
        FormerHashes.put(REDISSON.redis(), key(), session(Map.of("name", "ann")));

        assertThat(get(visitor.copy(), REDISSON.b(), "name")).isEqualTo("no session");
        assertThat(REDISSON.redis().command("EXISTS", key())).isEqualTo("0");
        assertThat(REDISSON.redis().ttl(claim())).as("the claim").isGreaterThan(86_000_000);
    }

    @Test
    void countsASessionAmongThoseOfItsUserAndRecordsItsBeginning() throws Exception {
        var user = id.substring(0, 12);
        var here = new Browser();
        try (var node = new Node(REDISSON.redis().url(), REDISSON.keys(), manager -> {
            manager.setAdoptFrom("redisson-tomcat");
            manager.setMaxSessionsPerUser("1");
            Node.recording(manager);
        })) {
            here.get(node, "/set?name=user_id&value=" + user);
            left(REDISSON.redis(), session(Map.of("user_id", user)));

            assertThat(get(visitor, node, "user_id")).isEqualTo(user);
            assertThat(get(here, node, "user_id")).isEqualTo("no session");
            assertThat(node.registry().sessionsOf(user)).hasSize(1);
            assertThat(node.registry().events().read(1000))
                    .filteredOn(each -> user.equals(each.context().user()))
                    .extracting(RecordedEvent::event)
                    .contains(
                            new SessionEvent.Ended(EndReason.TOO_MANY_SESSIONS),
                            new SessionEvent.Created("redisson-tomcat"));
        }
    }

    @Test
    void leavesASessionBeyondTheLimitOfItsUserUnchanged() throws Exception {
        var user = id.substring(0, 12);
        var here = new Browser();
        try (var node = new Node(REDISSON.redis().url(), REDISSON.keys(), manager -> {
                    manager.setAdoptFrom("redisson-tomcat");
                    manager.setMaxSessionsPerUser("1");
                    manager.setSessionsPerUserPolicy("REJECT");
                });
                var log = new Logged(SessionAdoption.class.getName())) {
            here.get(node, "/set?name=user_id&value=" + user);
            left(REDISSON.redis(), session(Map.of("user_id", user)));

            assertThat(get(visitor, node, "user_id")).isEqualTo("no session");
            assertThat(REDISSON.redis().command("EXISTS", key())).isEqualTo("1");
            assertThat(log.messages()).singleElement().satisfies(message -> assertThat(message)
                    .contains("cannot be taken over", "maxSessionsPerUser")
                    .doesNotContain(id));
            here.get(node, "/invalidate");
            assertThat(get(visitor, node, "user_id")).as("when there is room").isEqualTo(user);
        }
    }

    @Test
    void leavesATooLargeSessionUnchanged() throws Exception {
        try (var node = new Node(REDISSON.redis().url(), REDISSON.keys(), manager -> {
                    manager.setAdoptFrom("redisson-tomcat");
                    manager.setLargestSession("2000");
                });
                var log = new Logged(SessionAdoption.class.getName())) {
            left(REDISSON.redis(), session(Map.of("name", "ann", "text", "x".repeat(3000))));

            assertThat(get(visitor, node, "name")).isEqualTo("no session");
            assertThat(REDISSON.redis().command("EXISTS", key())).isEqualTo("1");
            assertThat(log.messages()).singleElement().satisfies(message -> assertThat(message)
                    .contains("cannot be taken over", "largestSession"));
        }
        assertThat(get(visitor, REDISSON.a(), "name")).isEqualTo("ann");
    }

    @Test
    void storesALargeAttributeBesideTheDocument() {
        left(REDISSON.redis(), session(Map.of("name", "ann", "text", "x".repeat(20_000))));

        assertThat(get(visitor, REDISSON.a(), "text")).hasSize(20_000);
        assertThat(REDISSON.redis().command("EXISTS", "{" + Cluster.key(visitor) + "}:part:1"))
                .isEqualTo("1");
        assertThat(get(visitor, REDISSON.b(), "text")).hasSize(20_000);
    }

    @Test
    void bringsBackNoIdThatWasChangedHere() {
        left(REDISSON.redis(), session(Map.of("name", "ann")));
        var old = visitor.copy();
        visitor.get(REDISSON.a(), "/rotate");
        FormerHashes.put(REDISSON.redis(), key(), session(Map.of("name", "ann")));

        assertThat(get(old, REDISSON.b(), "name")).isEqualTo("no session");
        assertThat(get(visitor, REDISSON.b(), "name")).isEqualTo("ann");
    }

    @Test
    void agreesOnOneSessionIfTwoNodesTakeItOverAtOnce() {
        for (var round = 0; round < 20; round++) {
            left(REDISSON.redis(), session(Map.of("name", "ann")));
            var onA = visitor.copy().later(REDISSON.a(), "/set?name=left&value=1");
            var onB = visitor.copy().later(REDISSON.b(), "/set?name=right&value=2");
            onA.join();
            onB.join();

            assertThat(get(visitor, REDISSON.a(), "right")).isEqualTo("2");
            assertThat(get(visitor, REDISSON.b(), "left")).isEqualTo("1");
            assertThat(get(visitor, REDISSON.b(), "name")).isEqualTo("ann");
            visitor.copy().get(REDISSON.a(), "/invalidate");
            REDISSON.redis().command("FLUSHALL");
        }
    }

    @Test
    void takesOverNoSessionThatHasExpired() {
        left(
                REDISSON.redis(),
                FormerHashes.redisson(new Kryo5Codec(), now() - 200_000, now() - 61_000, 60, Map.of("name", "ann")));

        assertThat(get(visitor, REDISSON.a(), "name")).isEqualTo("no session");
        assertThat(REDISSON.redis().command("EXISTS", key())).isEqualTo("1");
    }

    @Test
    void takesOverTheSessionThatOneOfSeveralCookiesNames() {
        left(REDISSON.redis(), session(Map.of("name", "ann")));
        visitor.with("JSESSIONID=0f9c7f0e7f0a4bd59d3a1b7f7f1f2a11; JSESSIONID=" + id);

        assertThat(get(visitor, REDISSON.a(), "name")).isEqualTo("ann");
    }

    @Test
    void leavesASessionInAnUnknownCodecUnchangedAndSaysWhatToDoOnce() {
        var fields = new HashMap<String, byte[]>();
        session(Map.of("name", "ann"))
                .keySet()
                .forEach(name -> fields.put(name, FormerHashes.encoded(StringCodec.INSTANCE, "text")));
        left(REDISSON.redis(), fields);
        try (var log = new Logged(SessionAdoption.class.getName())) {
            assertThat(get(visitor.copy(), REDISSON.a(), "name")).isEqualTo("no session");
            assertThat(get(visitor.copy(), REDISSON.a(), "name")).isEqualTo("no session");

            assertThat(log.messages()).singleElement().satisfies(message -> assertThat(message)
                    .contains("redisson-tomcat cannot be taken over", "SerializationCodec")
                    .doesNotContain(id));
        }
        assertThat(REDISSON.redis().command("HLEN", key())).isEqualTo(String.valueOf(fields.size()));
    }

    @Test
    void leavesOutWhatCannotBeStoredAndNamesIt() {
        left(REDISSON.redis(), session(Map.of("name", "ann", "lock", new Unserializable())));
        Unserializable.MADE.set(0);
        try (var log = new Logged(FormerDocuments.class.getName())) {
            assertThat(get(visitor, REDISSON.a(), "name")).isEqualTo("ann");
            assertThat(get(visitor, REDISSON.a(), "lock")).isEqualTo("null");

            assertThat(log.messages()).singleElement().satisfies(message -> assertThat(message)
                    .contains("'lock'", Unserializable.class.getName(), "not Serializable")
                    .doesNotContain(id));
            assertThat(Unserializable.MADE).as("objects that the bytes made").hasValue(0);
        }
    }

    /** Kryo stores it, Java does not. */
    static final class Unserializable {
        static final AtomicInteger MADE = new AtomicInteger();
        int value = 3;

        Unserializable() {
            MADE.incrementAndGet();
        }
    }

    @Test
    void worksWithTheRightsThatTheManualNames() throws Exception {
        var url = REDISSON.redis().urlWithLeastRights();
        REDISSON.redis().command("ACL", "SETUSER", "vedfolnir", "~redisson:tomcat_session:*");
        left(REDISSON.redis(), session(Map.of("name", "ann")));
        try (var node = new Node(url, REDISSON.keys(), manager -> manager.setAdoptFrom("redisson-tomcat"))) {
            assertThat(get(visitor, node, "name")).isEqualTo("ann");
        }
        assertThat(REDISSON.redis().refusals()).isEmpty();
    }
}
