package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.diagnosis.EventBacklog;
import org.vedfolnir.session.store.redis.settings.EventSettings;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/** If no reader takes events for a while, the stream keeps the earliest ones and reports the rest as one gap. */
class RedisEventsTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String EVENTS = "vedfolnir:events";
    private static final int ROOM = 64 << 10;

    private static String url = "";

    private final List<RedisStore> opened = new ArrayList<>();
    private RedisStore store = node("/", EventSettings.upTo(ROOM));

    @BeforeAll
    static void restrict() throws Exception {
        url = REDIS.urlWithLeastRights();
    }

    @AfterAll
    static void nothingWasRejected() {
        assertThat(REDIS.refusals()).isEmpty();
    }

    @BeforeEach
    void empty() {
        REDIS.command("FLUSHALL");
    }

    @AfterEach
    void close() {
        opened.forEach(RedisStore::close);
    }

    private RedisStore node(String application, EventSettings events) {
        var made = new RedisStore(TestSettings.at(url)
                .application(application)
                .commandTimeout(Duration.ofMillis(1000))
                .requestBudget(Duration.ofSeconds(2))
                .events(events)
                .made());
        opened.add(made);
        return made;
    }

    @Test
    void keepsTheEarliestEventsAndReportsOneGap() {
        store.record(event("evidence", "ann"));
        var began = store.now();
        fill("ann");
        var lost = backlog().lost();
        assertThat(lost).isPositive();
        assertThat(backlog().missing()).isEqualTo(lost);
        assertThat(store.diagnostics().diagnose().concerns())
                .anyMatch(concern -> concern.sentence().contains("Events are missing in the audit trail"));
        assertThat(backlog().bytes()).isLessThanOrEqualTo(ROOM);

        var read = drain();

        assertThat(read.get(0).event()).isEqualTo(new SessionEvent.PlatformSwitched("evidence"));
        var gaps = gaps(read);
        assertThat(gaps).singleElement().satisfies(gap -> {
            assertThat(gap.count()).isEqualTo(lost);
            assertThat(gap.context().application()).isEqualTo("/");
            assertThat(gap.id()).matches("gap\\.[0-9a-f]{20}");
            var content = (SessionEvent.Gap) gap.event();
            assertThat(content.from()).isBetween(Instant.ofEpochMilli(began - 50), content.to());
            assertThat(content.to()).isBeforeOrEqualTo(Instant.ofEpochMilli(store.now() + 50));
        });
        assertThat(read).as("all events outside the gap").hasSize((int) (1 + SENT - lost + 1));
        assertThat(backlog()).isEqualTo(new EventBacklog(0, ROOM, lost, 0));
        assertThat(store.diagnostics().diagnose().concerns())
                .noneMatch(concern -> concern.sentence().contains("Events"));
    }

    /** Anyone who can write to Redis can give an event any position. */
    @Test
    void acceptsEventsAfterAnEntryWithTheHighestPosition() {
        var places = List.of("9999999999999999-1", "9223372036854775808-0", "18446744073709551614-7");
        store.record(event("before", "ann"));
        for (var place : places) {
            REDIS.command("XADD", EVENTS, place, "type", "signed_in", "node", "n");
        }
        assertThat(store.events().oldest()).isPresent();

        var read = drain();

        assertThat(read).extracting(RecordedEvent::place).containsAll(places);
        assertThat(read).hasSize(1 + places.size());
        assertThat(read.get(3).at()).isEqualTo("9999-12-31T23:59:59Z");
        assertThat(store.events().oldest()).isEmpty();
    }

    @Test
    void reportsTheNextGapInAnotherRow() {
        fill("ann");
        var first = gaps(drain());
        fill("ann");
        var second = gaps(drain());

        assertThat(first).hasSize(1);
        assertThat(second).hasSize(1);
        assertThat(second.get(0).id()).isNotEqualTo(first.get(0).id());
    }

    @Test
    void savesAChangeIfItsEventsHaveNoRoom() {
        fill("ann");
        var id = TestWrite.newId();
        var before = backlog().lost();

        store.sessions()
                .save(new TestWrite(id, 0).user("ann").events(event("1", "ann")).build());
        assertThat(store.sessions().peek(id)).isPresent();
        assertThat(store.sessions().end(id, new NewEvent(new SessionEvent.Ended(EndReason.SIGNED_OUT), context("ann"))))
                .isTrue();

        assertThat(backlog().lost()).isEqualTo(before + 2);
    }

    @Test
    void reservesHalfOfTheRoomForEventsWithAUser() {
        fill(null);
        assertThat(backlog().bytes()).isLessThanOrEqualTo(ROOM / 2);

        store.record(event("evidence", "ann"));

        assertThat(drain())
                .anySatisfy(read -> assertThat(read.event()).isEqualTo(new SessionEvent.PlatformSwitched("evidence")));
    }

    @Test
    void reservesAQuarterOfTheRoomForStartsAndEndsOfSessions() {
        IntStream.range(0, SENT).forEach(i -> store.record(event("filler " + i, "ann")));
        assertThat(backlog().bytes()).isBetween(ROOM / 2L, ROOM / 4 * 3L);
        assertThat(backlog().lost()).isPositive();
        var lost = backlog().lost();

        store.record(new NewEvent(new SessionEvent.SignedIn(), context("bob")));
        store.record(new NewEvent(new SessionEvent.Ended(EndReason.SIGNED_OUT), context("bob")));

        assertThat(backlog().lost()).isEqualTo(lost);
    }

    @Test
    void limitsRejectionsOfASignedInUserToHalfOfTheRoom() {
        IntStream.range(0, SENT)
                .forEach(i ->
                        store.record(new NewEvent(new SessionEvent.AccessRefused("role admin"), context("user " + i))));
        assertThat(backlog().bytes()).isLessThanOrEqualTo(ROOM / 2);
        IntStream.range(0, SENT).forEach(i -> store.record(event("filler " + i, null)));
        assertThat(backlog().bytes()).isLessThanOrEqualTo(ROOM / 2);
    }

    @Test
    void keepsARejectionWithoutRoomInItsSum() {
        fill("ann");
        var lost = backlog().lost();
        for (var i = 0; i < 10; i++) {
            store.record(new NewEvent(new SessionEvent.AccessRefused("cross-site request"), context(null)));
        }
        assertThat(backlog().lost()).isEqualTo(lost);
        drain();
        REDIS.command("HSET", "{" + EVENTS + "}:state", "since", "1");
        var name = String.valueOf(REDIS.command("HKEYS", "{" + EVENTS + "}:sums"));
        var sum = String.valueOf(REDIS.command("HGET", "{" + EVENTS + "}:sums", name));
        REDIS.command("HSET", "{" + EVENTS + "}:sums", name, sum.replaceFirst("\"since\":\\d+", "\"since\":1"));

        assertThat(drain()).singleElement().satisfies(read -> assertThat(read.count())
                .isEqualTo(10));
    }

    @Test
    void reportsADeliveredEventThatWasRemovedByHandAsAGap() {
        REDIS.command("XADD", EVENTS, "1000-1", "type", "signed_in", "node", "n");
        assertThat(store.events().read(10)).hasSize(1);
        REDIS.command("XDEL", EVENTS, "1000-1");
        REDIS.command("XADD", EVENTS, "2000-1", "type", "signed_in", "node", "n");

        var read = new ArrayList<>(drain());
        read.addAll(drain());
        assertThat(read).hasSize(2);
        assertThat(gaps(read)).singleElement().satisfies(gap -> {
            assertThat(gap.count()).isEqualTo(1);
            assertThat(gap.event())
                    .isEqualTo(new SessionEvent.Gap(Instant.ofEpochMilli(1000), Instant.ofEpochMilli(1000)));
        });
        assertThat(backlog().lost()).isEqualTo(1);
        assertThat(backlog().missing()).isZero();
    }

    @Test
    void readsAndAcknowledgesEventsIfRedisMemoryIsFull() {
        store.record(event("1", "ann"));
        REDIS.command("XADD", EVENTS, "*", "type", "signed_in", "node", "n");
        REDIS.command(
                "HSET", "{" + EVENTS + "}:state", "lost", "1", "gap", "1", "missing", "1", "from", "1", "to", "2");
        REDIS.command("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThat(drain()).hasSize(3);
        } finally {
            REDIS.command("CONFIG", "SET", "maxmemory", "0");
        }
        assertThat(backlog().bytes()).isZero();
        assertThat(backlog().missing()).isZero();
    }

    @Test
    void recountsTheEventsOfAVersionThatDoesNotCount() {
        for (var i = 0; i < 20; i++) {
            REDIS.command("XADD", EVENTS, "*", "type", "signed_in", "node", "n");
        }
        store.events().read(1);
        assertThat(backlog().bytes()).isPositive();
        REDIS.command("DEL", EVENTS);
        store.events().read(1);

        assertThat(backlog()).isEqualTo(new EventBacklog(0, ROOM, 0, 0));
    }

    @Test
    void boundsTheMemoryOfTheStream() {
        var large = node("/", EventSettings.upTo(64 << 20));
        large.record(event("first", "ann"));
        var before = memory();
        IntStream.range(0, 4000).forEach(i -> large.record(event("filler " + i, "ann")));
        var written = memory() - before;
        large.events().read(4000);
        var taken = memory() - before;
        var counted = large.diagnostics().diagnose().events().bytes();

        System.out.printf("4000 events: counted %d bytes, in Redis %d, taken %d%n", counted, written, taken);
        assertThat(counted).isBetween(written, 3 * written);
        assertThat(taken).as("including delivered events").isLessThan(counted);
    }

    private static long memory() {
        return String.valueOf(REDIS.command("INFO", "memory"))
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line -> Long.parseLong(line.substring(12).strip()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void deliversOnlyEventsOfTheReadersApplication() {
        var shop = node("/shop", EventSettings.upTo(ROOM));
        shop.record(event("shop", "1"));
        store.record(event("main", "1"));

        assertThat(REDIS.command("EXISTS", "vedfolnir:events:/shop")).isEqualTo("1");
        assertThat(shop.events().read(10)).singleElement().satisfies(read -> assertThat(read.event())
                .isEqualTo(new SessionEvent.PlatformSwitched("shop")));
        assertThat(store.events().read(10)).singleElement().satisfies(read -> assertThat(read.event())
                .isEqualTo(new SessionEvent.PlatformSwitched("main")));
    }

    @Test
    void recordsTheEndOfAnotherApplicationsSessionInItsOwnStreamAndIndex() {
        var shop = node("/shop", EventSettings.upTo(ROOM));
        var id = TestWrite.newId();
        shop.sessions().save(new TestWrite(id, 0).build());
        assertThat(shop.index().count().sessions()).isEqualTo(1);

        store.sessions().end(id, new NewEvent(new SessionEvent.Ended(EndReason.SIGNED_OUT), context(null)).of("/shop"));

        assertThat(shop.index().count().sessions()).isZero();
        assertThat(store.events().read(10)).isEmpty();
        assertThat(shop.events().read(10)).hasSize(1);
    }

    @Test
    void writesNoEventsForAnApplicationWithoutAReader() {
        var silent = node("/", EventSettings.NONE);
        var id = TestWrite.newId();
        silent.sessions()
                .save(new TestWrite(id, 0).user("ann").events(event("1", "ann")).build());
        silent.record(event("2", "ann"));
        silent.record(new NewEvent(new SessionEvent.AccessRefused("x"), context(null)));
        silent.sessions().end(id, new NewEvent(new SessionEvent.Ended(EndReason.SIGNED_OUT), context("ann")));

        assertThat(String.valueOf(REDIS.command("KEYS", "*events*"))).isEmpty();
        assertThat(silent.events().read(10)).isEmpty();
        assertThat(silent.diagnostics().diagnose().events()).isEqualTo(EventBacklog.NONE);
    }

    @Test
    void namesRedisAtTheStartAndNoticesAnotherOne() {
        node("/", EventSettings.upTo(ROOM));
        var name = REDIS.value("vedfolnir:generation");
        assertThat(name).isNotEmpty().isEqualTo(store.events().generation());

        REDIS.command("FLUSHALL");
        assertThat(store.events().generation()).isNotEmpty().isNotEqualTo(name);
    }

    private static final int SENT = 600;

    private void fill(@Nullable String user) {
        IntStream.range(0, SENT)
                .mapToObj(i -> user == null ? event("filler " + i, null) : signedIn(user))
                .forEach(store::record);
    }

    /** An event that may use all of the room. */
    private static NewEvent signedIn(String user) {
        return new NewEvent(new SessionEvent.SignedIn(), context(user));
    }

    private List<RecordedEvent> drain() {
        var all = new ArrayList<RecordedEvent>();
        for (var read = store.events().read(200);
                !read.isEmpty();
                read = store.events().read(200)) {
            all.addAll(read);
            store.events().acknowledge(read.stream().map(RecordedEvent::place).toList());
        }
        return all;
    }

    private static List<RecordedEvent> gaps(List<RecordedEvent> read) {
        return read.stream()
                .filter(each -> each.event() instanceof SessionEvent.Gap)
                .toList();
    }

    private EventBacklog backlog() {
        return store.diagnostics().diagnose().events();
    }

    private static NewEvent event(String platform, @Nullable String user) {
        return new NewEvent(new SessionEvent.PlatformSwitched(platform), context(user));
    }

    private static EventContext context(@Nullable String user) {
        return new EventContext("/", "node", "0123456789abcdef0123456789abcdef", user, "203.0.113.7", "Browser/1.0");
    }
}
