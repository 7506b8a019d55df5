package org.vedfolnir.session.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.meter.StoreCount;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** What requests of a real Tomcat leave in the figures, and their text. */
class MetricsTest {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private static final Pattern SAMPLE = Pattern.compile("[a-z_]+\\{(?:[a-z]+=\"[^\"\\n]*\",?)+} [-+.0-9EInf]+");

    private final Browser visitor = new Browser();
    private final Node node;

    MetricsTest() throws Exception {
        node = new Node(REDIS.url(), "", Node::quiet);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    private Readings readings() {
        return new Readings(node.manager());
    }

    private String text(String accept) {
        return new String(new PrometheusText(List.of(readings())).write(accept).body());
    }

    private static String line(String name) {
        return name + "{application=\"/\",host=\"localhost\"} ";
    }

    @Test
    void requestsAreCountedByWhatTheyDid() {
        visitor.get(node, "/create");
        visitor.get(node, "/get?name=color");
        visitor.get(node, "/set?name=color&value=blue");
        new Browser().with(visitor.cookie() + "x").get(node, "/get?name=color");
        visitor.get(node, "/invalidate");
        var figures = readings();

        assertThat(figures.count(StoreCount.CREATED)).isEqualTo(1);
        assertThat(figures.count(StoreCount.SAVED)).isEqualTo(2);
        assertThat(figures.count(StoreCount.OPENED_UNCHANGED)).isEqualTo(3);
        assertThat(figures.count(StoreCount.OPENED_GONE)).isEqualTo(1);
        assertThat(figures.count(StoreCount.BYTES_SENT)).isPositive();
        assertThat(text(""))
                .contains(
                        "vedfolnir_session_ended_total{application=\"/\",host=\"localhost\",reason=\"invalidated\"} 1.0");
    }

    @Test
    void aRoundTripIsCountedOnceWithItsTime() {
        visitor.get(node, "/create");
        var before = readings().latency().count();
        var inRedis = REDIS.roundTrips(() -> visitor.get(node, "/get?name=color"));

        var latency = readings().latency();
        assertThat(latency.count() - before).isEqualTo(inRedis).isEqualTo(1);
        assertThat(latency.sum()).isPositive();
        assertThat(latency.longest()).isGreaterThanOrEqualTo(latency.percentile(0.5));
    }

    @Test
    void aDocumentThatAnotherNodeSavedIsReadAndASaveThatFindsItIsAConflict() throws Exception {
        visitor.get(node, "/create");
        var during = visitor.copy().later(node, "/set?name=color&value=blue&meet=conflict");
        var meeting = ProbeServlet.met("conflict");
        try (var other = new Node(REDIS.url(), "", Node::quiet)) {
            visitor.get(other, "/set?name=size&value=5");
            meeting.arriveAndAwaitAdvance();
            during.join();
        } finally {
            ProbeServlet.MEETINGS.clear();
        }
        assertThat(readings().count(StoreCount.CONFLICT)).isEqualTo(1);
        assertThat(readings().count(StoreCount.OPENED_CHANGED)).isZero();
        try (var other = new Node(REDIS.url(), "", Node::quiet)) {
            visitor.get(other, "/set?name=size&value=6");
        }
        visitor.get(node, "/get?name=size");

        assertThat(readings().count(StoreCount.OPENED_CHANGED)).isEqualTo(1);
        assertThat(readings().count(StoreCount.BYTES_READ)).isPositive();
    }

    @Test
    void anOutageIsCountedAndTheTextStaysComplete() throws Exception {
        visitor.get(node, "/create");
        var refused = new AtomicInteger();
        REDIS.pause();
        try {
            Eventually.within(Duration.ofSeconds(20), () -> {
                refused.addAndGet(visitor.get(node, "/get?name=color").statusCode() == 503 ? 1 : 0);
                return readings().servers().get(0).isOpen();
            });
            assertThat(new Browser().get(node, "/create").statusCode()).isEqualTo(503);
            var text = text("");

            assertThat(text)
                    .contains(
                            "state=\"down\"} 1.0",
                            "vedfolnir_session_store_breaker_open{application=\"/\",host=\"localhost\",server=\"redis://127.0.0.1:"
                                    + REDIS.port())
                    .doesNotContain("tomcat_sessions_active_current_sessions{");
            assertThat(readings().count(StoreCount.TIMED_OUT)).isPositive();
            assertThat(readings().count(StoreCount.DENIED)).isPositive();
            assertThat(readings().count(StoreCount.CREATION_FAILED)).isEqualTo(1);
            assertThat(readings().unavailableResponses()).isEqualTo(refused.get() + 1);
        } finally {
            REDIS.resume();
        }
        Eventually.within(
                Duration.ofSeconds(20),
                () -> visitor.get(node, "/get?name=color").statusCode() == 200);
        node.manager().backgroundProcess();
        Eventually.within(Duration.ofSeconds(20), () -> text("").contains("state=\"up\"} 1.0"));
    }

    @Test
    void theFormIsTheOneThatTheClientAccepts() {
        var plain = new PrometheusText(List.of(readings())).write(null);
        var open = new PrometheusText(List.of(readings()))
                .write("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");

        assertThat(plain.contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(open.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(new String(open.body())).endsWith("# EOF\n").contains("# TYPE vedfolnir_session_saves counter");
        assertThat(new String(plain.body())).contains("# TYPE vedfolnir_session_saves_total counter");
    }

    @Test
    void noSampleIsThereTwiceAndEachHasAValue() {
        visitor.get(node, "/create");
        var seen = new HashSet<String>();

        assertThat(text("").lines().filter(each -> !each.startsWith("#")))
                .isNotEmpty()
                .allSatisfy(sample -> {
                    assertThat(sample).matches(SAMPLE);
                    assertThat(seen.add(sample.substring(0, sample.indexOf('}'))))
                            .as(sample)
                            .isTrue();
                });
        assertThat(text("")).contains(line("tomcat_sessions_active_current_sessions"));
    }

    @Test
    void theSessionsOfTheClusterCostARoundTripAndNothingElseDoes() {
        assertThat(REDIS.roundTrips(() -> text(""))).isEqualTo(1);
    }
}
