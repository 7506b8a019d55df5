package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.store.redis.KeyNames;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Crowd;
import org.vedfolnir.testing.Wire;

/** Races that a user would not meet in a thousand clicks, many thousand times. */
@Tag("topology")
class RaceTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    private static final int ROUNDS = Integer.getInteger("vedfolnir.race.rounds", 2500);
    private static final int SETS = 10 * ROUNDS;
    private static final int WRITERS = 16;

    private final AtomicInteger overtaken = new AtomicInteger();
    private final AtomicInteger saved = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();

    @Test
    void keepsASignOutFinalDespiteRequestsInFlight() {
        var workers = 4;
        Crowd.of(workers, worker -> {
                    try (var a = new Wire(CLUSTER.a());
                            var b = new Wire(CLUSTER.b());
                            var later = new Wire(CLUSTER.b())) {
                        for (var round = 0; round < ROUNDS / workers; round++) {
                            signOut(a, b, later, round, worker + "-" + round);
                        }
                    }
                })
                .join();

        assertThat(overtaken.get()).as("rejected writes after the sign-out").isPositive();
        assertThat(saved.get()).as("acknowledged writes before the sign-out").isPositive();
    }

    /** Every other write has its session open while the sign-out happens; the rest race freely. */
    private void signOut(Wire a, Wire b, Wire later, int round, String meeting) {
        var cookie = a.get("/create", "").cookie();
        var held = round % 2 == 0;
        b.begin("/write?name=late&value=1" + (held ? "&meet=" + meeting : ""), cookie);
        var phaser = held ? ProbeServlet.met(meeting) : null;
        var left = a.get("/invalidate", cookie);
        assertThat(left.body()).isEqualTo("invalidated");
        assertThat(later.get("/get?name=late", cookie).body()).isEqualTo("no session");
        if (phaser != null) {
            phaser.arriveAndAwaitAdvance();
            ProbeServlet.MEETINGS.remove(meeting);
        }
        (b.reply().body().equals("set") ? saved : overtaken).incrementAndGet();

        assertThat(later.get("/get?name=late", cookie).body()).isEqualTo("no session");
        assertThat(a.get("/get?name=late", cookie).body()).isEqualTo("no session");
        assertThat(CLUSTER.redis().exists(KeyNames.session(cookie.substring(cookie.indexOf('=') + 1))))
                .isFalse();
    }

    @Test
    void losesNoAcknowledgedChangeOfSixteenWritersOfOneSession() {
        var visitor = new Browser();
        visitor.get(CLUSTER.a(), "/create");
        var cookie = String.valueOf(visitor.cookie());

        Crowd.of(WRITERS, writer -> {
                    try (var mine = new Wire(writer % 2 == 0 ? CLUSTER.a() : CLUSTER.b());
                            var elsewhere = new Wire(writer % 2 == 0 ? CLUSTER.b() : CLUSTER.a())) {
                        for (var set = 1; set <= SETS / WRITERS; set++) {
                            assertThat(set(mine, "/write?name=w" + writer + "&value=" + set, cookie)
                                            .body())
                                    .isEqualTo("set");
                            if (set % 50 == 0) {
                                assertThat(elsewhere
                                                .get("/get?name=w" + writer, cookie)
                                                .body())
                                        .isEqualTo("" + set);
                            }
                        }
                    }
                })
                .join();

        for (var writer = 0; writer < WRITERS; writer++) {
            assertThat(visitor.get(CLUSTER.b(), "/get?name=w" + writer).body()).isEqualTo("" + SETS / WRITERS);
        }
        assertThat(busy.get()).as("responses 503").isLessThan(SETS / 1000);
        assertThat(CLUSTER.version(visitor)).as("one version for each set").isEqualTo(1 + SETS / WRITERS * WRITERS);
        assertThat(CLUSTER.a().manager().getLostChangesByName()).isEmpty();
        assertThat(CLUSTER.b().manager().getLostChangesByName()).isEmpty();
    }

    /** On a busy machine a request may be answered 503. Nothing of it is acknowledged, so it is sent again. */
    private Wire.Reply set(Wire wire, String path, String cookie) {
        var answer = wire.get(path, cookie);
        for (var tries = 0; answer.status() == 503 && tries < 5; tries++) {
            busy.incrementAndGet();
            answer = wire.get(path, cookie);
        }
        assertThat(answer.status()).isEqualTo(200);
        return answer;
    }
}
