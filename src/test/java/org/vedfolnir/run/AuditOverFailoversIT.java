package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.check.Visitor;
import org.vedfolnir.run.system.FirstMatch;
import org.vedfolnir.session.store.redis.StoredKeys;

/**
 * Users sign in on two nodes, sign out, are locked by an administrator, or stay away until their sessions expire, while Redis fails over, once in order
 * and once by a crash that loses nothing. The audit trail records each session correctly and once. Run by the profile topologies.
 */
@Tag("topology")
@Tag("slow")
class AuditOverFailoversIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern HANDLE = Pattern.compile("<code>([^<]*)</code>");
    private static final String PASSWORD = "a quiet morning by the sea";
    private static final int HALF = 16;
    /** Less than a document outlives its session. */
    private static final String OVER_MS = "50000";

    /** How the sessions end, in turn, in the words of the audit trail. */
    private enum Fate {
        SIGNED_OUT,
        EXPIRED,
        ACCOUNT_CHANGED,
        OPEN;

        String state() {
            return this == OPEN ? "open" : name();
        }

        Stream<String> events() {
            return Stream.concat(
                    Stream.of("session_created", "signed_in"),
                    this == OPEN ? Stream.empty() : Stream.of("session_ended " + name()));
        }
    }

    private record Session(Visitor person, String node, String handle, Fate fate) {}

    /** A fault that begins without requests, and whose recovery overlaps with requests. */
    private record Fault(Step begin, Step rest) {}

    private interface Step {
        void run() throws Exception;
    }

    private static Fault orderly(ChangingRedis redis) {
        return redis.isOrderlyAtWork() ? new Fault(() -> {}, redis::failOver) : new Fault(redis::failOver, () -> {});
    }

    private static Fault crash(ChangingRedis redis) {
        return new Fault(redis::crash, redis::awaitReplaced);
    }

    @Test
    void recordsEachSignInAndEachEndOnceOnACluster() throws Exception {
        try (var redis = new ChangingRedis.OfCluster()) {
            play("Cluster", redis);
        }
    }

    @Test
    void recordsEachSignInAndEachEndOnceBehindSentinels() throws Exception {
        try (var redis = new ChangingRedis.OfSentinels()) {
            play("Sentinel", redis);
        }
    }

    private static void play(String name, ChangingRedis redis) throws Exception {
        var settings = Map.of("SESSION_REDISSON_CONFIG", redis.configuration(), "SESSION_MAX_SESSIONS_PER_USER", "0");
        try (var open =
                OpenSite.start(settings, "redis://127.0.0.1:" + redis.master().port())) {
            open.setUp(PASSWORD);
            new Story(name, open, redis).play();
        }
    }

    /** One site's. */
    private static final class Story {

        private final String name;
        private final OpenSite open;
        private final ChangingRedis redis;
        private final List<Session> sessions = new ArrayList<>();
        private final Administrator admin;
        private int refusedSignIns;
        private int refused;

        Story(String name, OpenSite open, ChangingRedis redis) {
            this.name = name;
            this.open = open;
            this.redis = redis;
            this.admin = new Administrator(new Visitor(), node(0));
        }

        private String node(int i) {
            var nodes = open.site().nodes();
            return nodes.get(i % nodes.size()).address();
        }

        void play() throws Exception {
            Administrator.signIn(admin.browser(), admin.node(), "admin", PASSWORD);
            for (var user : List.of("ann", "berta")) {
                Administrator.choose(new Visitor(), admin.create(user, "VIEWER"), PASSWORD);
            }
            var before = audited("signed_in");
            var endedBefore = audited("session_ended");
            comeAndGo("ann", orderly(redis));
            comeAndGo("berta", crash(redis));

            for (var session : sessions) {
                assertAudited(session);
            }
            await("all is read", () -> redis.keys().events().isEmpty());
            var more = audited("signed_in") - before - sessions.size();
            var ended =
                    sessions.stream().filter(each -> each.fate() != Fate.OPEN).count();
            System.out.printf(
                    "%s: %d sign-ins, %d ends, %d rows of sign-ins, %d of ends; refused %d times, %d of them"
                            + " sign-ins%n",
                    name,
                    sessions.size(),
                    ended,
                    audited("signed_in") - before,
                    audited("session_ended") - endedBefore,
                    refused,
                    refusedSignIns);
            assertThat(more)
                    .as("sign-ins that were answered 503, and were made")
                    .isBetween(0L, (long) refusedSignIns);
            assertThat(audited("session_ended") - endedBefore).as("ends").isEqualTo(ended);
            assertThat(open.insight().ask("select count(*) - count(distinct event_id) from audit_event"))
                    .as("doubled")
                    .isEqualTo("0");
            assertThat(open.insight().ask("select count(*) from audit_dead_letter"))
                    .as("set aside")
                    .isEqualTo("0");
        }

        private long audited(String type) throws Exception {
            return open.insight().auditedEvents(type);
        }

        /** @param user whose account is locked at the end */
        private void comeAndGo(String user, Fault fault) throws Exception {
            var early = new ArrayList<Session>();
            for (var i = 0; i < HALF; i++) {
                early.add(signIn(user, i));
            }
            fault.begin().run();
            var rest = CompletableFuture.runAsync(() -> run(fault.rest()));
            var late = new ArrayList<Session>();
            for (var i = 0; i < HALF; i++) {
                late.add(signIn(user, i));
                signOutIfSo(early.get(i));
            }
            rest.join();
            for (var each : late) {
                signOutIfSo(each);
            }
            assertThat(admin.press(admin.id(user), "lock").statusCode()).isEqualTo(302);
            early.addAll(late);
            for (var each : early) {
                letExpireIfSo(each);
            }
            sessions.addAll(early);
        }

        private static void run(Step step) {
            try {
                step.run();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }

        private Session signIn(String user, int i) throws Exception {
            var fate = Fate.values()[i % Fate.values().length];
            var person = new Visitor();
            var account = Map.of("username", fate == Fate.ACCOUNT_CHANGED ? user : "admin", "password", PASSWORD);
            var node = node(i / 2);
            await("signed in", () -> {
                var status = person.post(node, "/login", account).statusCode();
                refusedSignIns += isRefused(status) ? 1 : 0;
                return status == 302;
            });
            return new Session(person, node, handle(person, node(i)), fate);
        }

        private boolean isRefused(int status) {
            refused += status == 503 ? 1 : 0;
            return status == 503;
        }

        private String handle(Visitor person, String node) throws Exception {
            var handle = new String[] {""};
            await("home", () -> {
                var page = person.get(node, "/home");
                handle[0] = FirstMatch.in(HANDLE, page.body());
                return !isRefused(page.statusCode()) && page.statusCode() == 200;
            });
            return handle[0];
        }

        /** The second time it is no session any more, if the first answer was lost. */
        private void signOutIfSo(Session session) throws Exception {
            if (session.fate() != Fate.SIGNED_OUT) {
                return;
            }
            await("signed out", () -> {
                var page = session.person().get(session.node(), "/home");
                if (page.statusCode() == 302) {
                    return true;
                }
                return !isRefused(page.statusCode())
                        && !isRefused(session.person()
                                .submit(session.node(), page, "sign-out")
                                .statusCode());
            });
        }

        /** Makes the session look unused for long. */
        private void letExpireIfSo(Session session) throws Exception {
            var id = open.site().storedId(String.valueOf(session.person().id()));
            if (session.fate() == Fate.EXPIRED) {
                redis.keys().session(id).ifPresent(document -> letExpire(id, document));
            }
        }

        private void letExpire(String id, StoredKeys.Stored document) {
            document.at().ask("PEXPIRE", document.key(), OVER_MS);
            redis.keys().sets("vedfolnir:expiries*").forEach((index, ids) -> document.at()
                    .ask("ZADD", index, "XX", "1", id));
        }

        private void assertAudited(Session session) throws Exception {
            var fate = session.fate();
            await(
                    fate + " is audited",
                    () -> open.witness().state(session.handle()).equals(fate.state()));
            assertThat(open.witness().events(session.handle()))
                    .as("with the administrator's platform")
                    .filteredOn(each -> !each.startsWith("platform_switched"))
                    .containsExactlyInAnyOrderElementsOf(fate.events().toList());
        }

        private static void await(String what, Callable<Boolean> condition) throws Exception {
            assertThat(DataProbe.within(PATIENCE, condition)).as(what).isTrue();
        }
    }
}
