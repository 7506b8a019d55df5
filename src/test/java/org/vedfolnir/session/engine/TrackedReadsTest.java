package org.vedfolnir.session.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.TestDocuments;
import org.vedfolnir.session.engine.cache.CachedDocument;
import org.vedfolnir.session.engine.cache.DocumentCache;
import org.vedfolnir.session.store.IdleSlack;
import org.vedfolnir.session.store.SessionId;

/** When a cached copy is trusted, step by step, in orders of events that two threads or machines would show only rarely. */
class TrackedReadsTest {

    private static final SessionId ID = new SessionId("a-session-of-this-test-0000");
    private static final String KEY = "vedfolnir:session:" + ID.value();
    private static final long TOUCH = 10_000;

    /** The one clock of this test, in ms. */
    private final AtomicLong now = new AtomicLong(1_000_000);

    private final DocumentCache cache = new DocumentCache(10, 1 << 20);
    private final TrackedReads reads =
            new TrackedReads(cache, now::get, new IdleSlack(Duration.ofMillis(TOUCH)), 10, () -> now.get() * 1_000_000);
    private final long used = now.get();
    private int asked;
    private Runnable meanwhile = () -> {};
    private SessionDocument document = document(1, 1_800_000, 0);

    @BeforeEach
    void proven() {
        reads.complete(now.get() * 1_000_000);
    }

    private static SessionDocument document(long version, long idle, long until) {
        return TestDocuments.withVersion(SessionDocument.begin(until, idle, "handle", Instant.EPOCH), version);
    }

    @Test
    void trustsAReplyUntilTheNextTouchIsDue() throws Exception {
        open(0);
        later(500);
        assertThat(open(0)).isFalse();
        beating(TOUCH - 501);
        assertThat(open(0)).isFalse();
        beating(1);
        assertThat(open(0)).isTrue();
    }

    @Test
    void rejectsACopyIfATouchIsDue() throws Exception {
        later(1);
        now.addAndGet(TOUCH);
        proven();
        open(0);
        assertThat(open(0)).isTrue();
    }

    @Test
    void rejectsACopyAfterItsIdleOrAbsoluteEnd() throws Exception {
        // the end moves more often than every ten seconds
        document = document(1, 300, 0);
        open(0);
        later(28);
        assertThat(open(0)).isFalse();
        later(1);
        assertThat(open(0)).isTrue();

        document = document(2, 0, now.get() + 200);
        open(0);
        later(200);
        assertThat(open(0)).isTrue();
    }

    @Test
    void rejectsAReplyIfAnInvalidationArrivedFirst() throws Exception {
        meanwhile = () -> reads.changed(KEY);
        open(0);
        meanwhile = () -> {};
        assertThat(open(0)).isTrue();
        assertThat(open(0)).isFalse();
    }

    @Test
    void rejectsAReplyIfTheChannelWasLostMeanwhile() throws Exception {
        meanwhile = reads::missed;
        open(0);
        meanwhile = () -> {};
        proven();
        assertThat(open(0)).isTrue();
    }

    @Test
    void rejectsCopiesFromBeforeAMissedInvalidation() throws Exception {
        open(0);
        reads.missed();
        assertThat(open(0)).isTrue();
        proven();
        assertThat(open(0)).isTrue();
        assertThat(open(0)).isFalse();
    }

    @Test
    void readsTheStoreIfTheLastProofIsOlderThanTheBound() throws Exception {
        open(0);
        later(TrackedReads.BOUND.toMillis() - 1);
        assertThat(open(0)).isFalse();
        later(1);
        assertThat(open(0)).isTrue();
        assertThat(open(0)).isTrue();
    }

    @Test
    void treatsAProofFromTheFutureAsCurrent() throws Exception {
        reads.complete((now.get() + 5000) * 1_000_000);
        open(0);
        later(TrackedReads.BOUND.toMillis());
        assertThat(open(0)).isTrue();
    }

    @Test
    void readsTheStoreIfThisNodeHasANewerDocument() throws Exception {
        open(0);
        document = document(2, 1_800_000, 0);
        cache.put(ID, CachedDocument.of(document, marked(2)));
        assertThat(open(0)).isTrue();
    }

    @Test
    void trustsNoMoreCopiesThanTheNodeKeeps() throws Exception {
        for (var i = 1; i <= 10; i++) {
            open(i);
        }
        open(0);
        assertThat(open(0)).isTrue();
        assertThat(open(5)).isFalse();
    }

    /** Whether the read went to the store. */
    private boolean open(int number) throws Exception {
        var id = number == 0 ? ID : new SessionId("a-session-of-this-test-000" + (char) ('a' + number));
        var before = asked;
        reads.open(id, "vedfolnir:session:" + id.value(), this::load);
        return asked > before;
    }

    private Optional<OpenedSession> load(SessionId id) {
        asked++;
        meanwhile.run();
        cache.replace(id, CachedDocument.of(document, marked(document.version())));
        return Optional.of(new OpenedSession(document, used));
    }

    /** The end of a document, from which alone a revision tag is computed. */
    private static byte[] marked(long number) {
        return "\"mark\":\"%011d\"}}".formatted(number).getBytes(StandardCharsets.US_ASCII);
    }

    private void later(long millis) {
        now.addAndGet(millis);
    }

    private void beating(long millis) {
        now.addAndGet(millis);
        proven();
    }
}
