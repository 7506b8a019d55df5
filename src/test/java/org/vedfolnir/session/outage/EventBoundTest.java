package org.vedfolnir.session.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.engine.health.StoreHealthMonitor;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Logged;

/** Events without a reader: an application that requests none has none; others are kept up to the bound, and a loss is reported until the audit trail has it. */
class EventBoundTest {

    private static final String LOST = "Events are missing in the audit trail";

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    @AfterEach
    void empty() {
        REDIS.command("FLUSHALL");
    }

    @Test
    void recordsNoEventsIfTheApplicationRequestsNone() throws Exception {
        try (var node = new Node(REDIS.url(), "", manager -> {})) {
            var visitor = new Browser();
            visitor.get(node, "/set?name=user_id&value=ann");
            visitor.get(node, "/rotate");
            node.registry().record(new SessionEvent.AccessRefused("role admin"));
            visitor.get(node, "/invalidate");

            assertThat(node.registry().events().read(100)).isEmpty();
        }
        assertThat(String.valueOf(REDIS.command("KEYS", "*events*"))).isEmpty();
    }

    @Test
    void reportsLostEventsAsDegradedWithOneErrorUntilTheGapIsRead() throws Exception {
        try (var node = new Node(REDIS.url(), "", EventBoundTest::upTo64KB);
                var log = new Logged(StoreHealthMonitor.class.getName())) {
            fill(node);
            diagnose(node, 3);
            assertThat(node.registry().health().concerns()).isNotEmpty();
            assertThat(node.registry().health().concerns()).anyMatch(message -> message.startsWith(LOST));
            assertThat(node.manager().getLostEvents())
                    .isPositive()
                    .isEqualTo(node.registry().health().lostEvents());
            fill(node);
            diagnose(node, 3);
            assertThat(log.messages())
                    .filteredOn(message -> message.contains(LOST))
                    .hasSize(1);

            var lost = node.manager().getLostEvents();
            assertThat(gapsOf(drain(node))).isEqualTo(lost);
            diagnose(node, 3);
            assertThat(node.registry().health().concerns()).isEmpty();
            assertThat(node.registry().health().lostEvents())
                    .as("status while the gap is unread")
                    .isEqualTo(lost);
            assertThat(log.messages())
                    .filteredOn(message -> message.contains(LOST))
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("No longer so: ");
        }
    }

    @Test
    void logsAnErrorForAGapBetweenTwoDiagnoses() throws Exception {
        try (var node = new Node(REDIS.url(), "", EventBoundTest::upTo64KB);
                var log = new Logged(StoreHealthMonitor.class.getName())) {
            fill(node);
            drain(node);
            diagnose(node, 3);

            assertThat(log.messages())
                    .filteredOn(message -> message.contains("events were not kept"))
                    .hasSize(1);
        }
    }

    @Test
    void warnsBeforeEventsAreLost() throws Exception {
        try (var node = new Node(REDIS.url(), "", EventBoundTest::upTo64KB);
                var log = new Logged(StoreHealthMonitor.class.getName())) {
            var visitor = new Browser();
            visitor.get(node, "/set?name=user_id&value=ann");
            // events that one user can cause may take three quarters
            while (Long.parseLong(String.valueOf(REDIS.command("HGET", "{vedfolnir:events}:state", "bytes")))
                    < 40_000) {
                visitor.get(node, "/rotate");
            }
            diagnose(node, 3);

            assertThat(node.registry().health().concerns()).isEmpty();
            assertThat(node.manager().getLostEvents()).isZero();
            assertThat(log.messages())
                    .filteredOn(message -> message.startsWith("More than 60 %"))
                    .hasSize(1);
        }
    }

    private static void upTo64KB(VedfolnirSessionManager manager) {
        Node.recording(manager);
        manager.setEventBytes("64KB");
    }

    private static void fill(Node node) {
        for (var i = 0; i < 300; i++) {
            new Browser().get(node, "/create");
        }
    }

    private static void diagnose(Node node, int times) {
        for (var i = 0; i < times; i++) {
            node.manager().processExpires();
        }
    }

    private static List<RecordedEvent> drain(Node node) {
        var all = new ArrayList<RecordedEvent>();
        var feed = node.registry().events();
        for (var read = feed.read(100); !read.isEmpty(); read = feed.read(100)) {
            all.addAll(read);
            feed.acknowledge(read.stream().map(RecordedEvent::place).toList());
        }
        return all;
    }

    private static long gapsOf(List<RecordedEvent> events) {
        return events.stream()
                .filter(each -> each.event() instanceof SessionEvent.Gap)
                .mapToLong(RecordedEvent::count)
                .sum();
    }
}
