package org.vedfolnir.session.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.DestroyedSessions;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Wire;

/**
 * Thousands of sessions expire at the same moment: each is reported and recorded once, on one of two nodes. The profile {@code mass-expiry} runs it
 * with a hundred thousand. The test prints the latency of other requests during that time.
 */
@Tag("mass-expiry")
class MassExpiryTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster("", manager -> {
        Node.recording(manager);
        manager.setEventBytes("1GB");
    });

    private static final int SESSIONS = Integer.getInteger("vedfolnir.mass-expiry", 10_000);
    private static final Duration PATIENCE = Duration.ofSeconds(SESSIONS > 10_000 ? 30 : 10);
    private static final Duration BASELINE = Duration.ofSeconds(2);
    private static final String COLOR = "mass-expiry-";

    /** Copies a document under many ids that all expire in ARGV[3] ms. ARGV: document, count, ms, grace in ms. */
    private static final String COPY = """
        local time = redis.call('TIME')
        local over = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[3]
        for i = 1, tonumber(ARGV[2]) do
          local id = string.format('mass-expiry-%040d', i)
          local text = string.gsub(ARGV[1], 'COLOR', i)
          text = string.gsub(text, '"handle":"%x+"', string.format('"handle":"%032x"', i))
          redis.call('SET', 'vedfolnir:session:' .. id, text, 'PX', ARGV[3] + ARGV[4])
          redis.call('ZADD', 'vedfolnir:expiries', over, id)
          redis.call('ZADD', 'vedfolnir:user:mass', 0, id)
        end
        return 'made'
        """;

    /** Number of recorded ends, of their sessions, and of ends by each node. */
    private static final String ENDS = """
        local ends, sessions, nodes = 0, {}, {}
        for _, entry in ipairs(redis.call('XRANGE', 'vedfolnir:events', '-', '+')) do
          local fields = {}
          for i = 1, #entry[2], 2 do fields[entry[2][i]] = entry[2][i + 1] end
          if fields.type == 'session_ended' then
            ends = ends + 1
            sessions[fields.session] = true
            nodes[fields.node] = (nodes[fields.node] or 0) + 1
          end
        end
        local distinct, answer = 0, {ends}
        for _ in pairs(sessions) do distinct = distinct + 1 end
        answer[2] = distinct
        for _, count in pairs(nodes) do answer[#answer + 1] = count end
        return answer
        """;

    @Test
    void endsEachOfManySessionsOnceOnTwoNodes() throws Exception {
        var visitor = new Browser();
        visitor.get(CLUSTER.a(), "/fields?user_id=mass&color=" + COLOR + "COLOR");
        var template = CLUSTER.redis().value(Cluster.key(visitor));
        var calm = measure(BASELINE);

        CLUSTER.redis().command("EVAL", COPY, "0", template, "" + SESSIONS, "1000", "60000");
        Eventually.within(Duration.ofSeconds(10), () -> CLUSTER.redis().ttl(key(1)) < 60_000);
        var began = System.nanoTime();
        var busy = CompletableFuture.supplyAsync(() -> {
            var stop = new AtomicBoolean();
            var measured = CompletableFuture.supplyAsync(() -> measure(stop));
            var onB = CompletableFuture.runAsync(() -> CLUSTER.b().manager().processExpires());
            CLUSTER.a().manager().processExpires();
            onB.join();
            stop.set(true);
            return measured.join();
        });
        Eventually.within(PATIENCE, () -> notifiedColors().size() >= SESSIONS);
        var took = Duration.ofNanos(System.nanoTime() - began);

        var during = busy.join();
        var notifiedColors = notifiedColors();
        assertThat(notifiedColors).as("notified listeners").hasSize(SESSIONS);
        assertThat(new HashSet<>(notifiedColors)).as("different sessions").hasSize(SESSIONS);
        var ends = String.valueOf(CLUSTER.redis().command("EVAL", ENDS, "0")).split("\n");
        assertThat(ends[0]).as("end events").isEqualTo("" + SESSIONS);
        assertThat(ends[1]).as("sessions of these events").isEqualTo("" + SESSIONS);
        assertThat(ends).as("nodes that recorded ends").hasSize(4);
        assertThat(CLUSTER.redis().command("ZCARD", "vedfolnir:expiries"))
                .as("sessions left: the template, and two readers")
                .isEqualTo("3");
        assertThat(CLUSTER.a().registry().sessionsOf("mass")).hasSize(1);
        assertThat(CLUSTER.redis().keys())
                .as("keys left: three sessions, two indexes, the events and their state, the name of this Redis")
                .isEqualTo(8);
        System.out.printf(
                "%d sessions ended at once in %d ms, %s and %s on each node; others' p50 and p99: %s us before, %s us"
                        + " meanwhile%n",
                SESSIONS, took.toMillis(), ends[2], ends[3], calm, during);
    }

    private static List<Object> notifiedColors() {
        return List.copyOf(DestroyedSessions.SEEN).stream()
                .filter(each -> String.valueOf(each).startsWith(COLOR))
                .toList();
    }

    private static String key(int number) {
        return "vedfolnir:session:mass-expiry-%040d".formatted(number);
    }

    private static String measure(Duration time) {
        var stop = new AtomicBoolean();
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> stop.set(true));
        return measure(stop);
    }

    /** Reads a session in a loop on both nodes. Returns the median and the 99th percentile in microseconds. */
    private static String measure(AtomicBoolean stop) {
        var visitor = new Browser();
        visitor.get(CLUSTER.a(), "/set?name=role&value=reader");
        var cookie = String.valueOf(visitor.cookie());
        var took = new ArrayList<Long>();
        try (var a = new Wire(CLUSTER.a());
                var b = new Wire(CLUSTER.b())) {
            while (!stop.get()) {
                for (var wire : List.of(a, b)) {
                    var began = System.nanoTime();
                    assertThat(wire.get("/get?name=role", cookie).body()).isEqualTo("reader");
                    took.add((System.nanoTime() - began) / 1000);
                }
            }
        }
        took.sort(null);
        return took.get(took.size() / 2) + " and " + took.get(took.size() * 99 / 100);
    }
}
