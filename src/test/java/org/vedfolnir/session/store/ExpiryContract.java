package org.vedfolnir.session.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The contract of the ends of sessions: use moves the idle end, and one node expires a session. */
public abstract class ExpiryContract extends SessionContract {

    @Test
    void movesTheEndAtMostOncePerTouchInterval() throws Exception {
        store().sessions().save(write(id, 0).idle(60_000).build());
        var first = lastAccess(store().sessions().peek(id));

        pass(TOUCH.dividedBy(3));
        store().sessions().open(id, DocumentTag.NONE);
        var soon = lastAccess(store().sessions().peek(id));
        pass(TOUCH);
        store().sessions().open(id, DocumentTag.NONE);

        assertThat(soon).isCloseTo(first, Offset.offset(20L));
        assertThat(lastAccess(store().sessions().peek(id))).isGreaterThanOrEqualTo(first + TOUCH.toMillis());
    }

    /** The second use comes too soon after the first to be recorded, or at the limit. */
    @Test
    void keepsASessionAtLeastForItsIdleTimeoutAfterItsLastUse() throws Exception {
        for (var soon : new long[] {30, 50, 70, 100, 150}) {
            var used = newId();
            create(used);
            pass(Duration.ofMillis(soon));
            store().sessions().open(used, DocumentTag.NONE);
            var since = store().now();

            within(Duration.ofSeconds(5), () -> store().sessions().peek(used).isEmpty());

            assertThat(store().now() - since).as("used after %d ms", soon).isGreaterThanOrEqualTo(IDLE);
        }
    }

    @Test
    void keepsASessionInUseBeyondItsIdleTimeoutAndExpiresAnUnusedOne() throws Exception {
        create(id);
        for (var i = 0; i < 8; i++) {
            pass(Duration.ofMillis(IDLE / 4));
            assertThat(store().sessions().open(id, DocumentTag.NONE)).isInstanceOf(OpenResult.Changed.class);
        }

        within(Duration.ofSeconds(5), () -> store().sessions().peek(id).isEmpty());

        assertThat(store().sessions().open(id, DocumentTag.NONE)).isEqualTo(new OpenResult.Gone());
        assertThat(store().sessions().save(write(id, 1).build())).isEqualTo(new SaveResult.Gone());
    }

    @Test
    void movesTheEndIfTheCallerHoldsTheDocumentAndUsesIt() throws Exception {
        var held = DocumentTag.of(create(id), IDLE);
        for (var i = 0; i < 8; i++) {
            pass(Duration.ofMillis(IDLE / 4));
            assertThat(store().sessions().open(id, held)).isInstanceOf(OpenResult.Unchanged.class);
        }

        within(Duration.ofSeconds(5), () -> store().sessions().peek(id).isEmpty());

        assertThat(store().sessions().open(id, held)).isEqualTo(new OpenResult.Gone());
        assertThat(store().sessions().save(write(id, 1).base(held).build())).isEqualTo(new SaveResult.Gone());
    }

    @Test
    void movesTheEndAtASave() throws Exception {
        var held = DocumentTag.of(create(id), IDLE);
        pass(Duration.ofMillis(IDLE / 2));

        store().sessions().save(write(id, 1).base(held).build());
        pass(Duration.ofMillis(IDLE * 2 / 3));

        assertThat(store().sessions().peek(id)).isPresent();
    }

    @Test
    void expiresASessionThatIsOnlyPeekedAt() throws Exception {
        create(id);
        var began = store().now();

        within(Duration.ofSeconds(5), () -> store().sessions().peek(id).isEmpty());

        assertThat(store().now() - began).isBetween(IDLE - 50, IDLE + 300);
    }

    @Test
    void keepsASessionWithoutAnIdleTimeout() throws Exception {
        store().sessions().save(write(id, 0).idle(0).build());

        pass(Duration.ofMillis(IDLE * 2));

        assertThat(store().sessions().open(id, DocumentTag.NONE)).isInstanceOf(OpenResult.Changed.class);
        assertThat(store().sessions().expire(10, each -> ended("ann"))).isEmpty();
    }

    @Test
    void endsABusySessionAtItsAbsoluteEnd() throws Exception {
        store().sessions().save(write(id, 0).until(store().now() + 400).build());
        var began = store().now();

        within(
                Duration.ofSeconds(5),
                () -> store().sessions().open(id, DocumentTag.NONE).equals(new OpenResult.Gone()));

        assertThat(store().now() - began).isBetween(350L, 700L);
    }

    @Test
    void returnsAnExpiredSessionToOneNodeOnly() throws Exception {
        var document = create(id);
        within(Duration.ofSeconds(5), () -> store().sessions().peek(id).isEmpty());

        var claimed = new ArrayList<ExpiredSession>();
        within(Duration.ofSeconds(5), () -> {
            claimed.addAll(store().sessions().expire(10, each -> ended("ann")));
            claimed.addAll(other().sessions().expire(10, each -> ended("ann")));
            return !claimed.isEmpty();
        });
        claimed.addAll(other().sessions().expire(10, each -> ended("ann")));

        assertThat(claimed).hasSize(1);
        assertThat(claimed.get(0).id()).isEqualTo(id);
        assertThat(claimed.get(0).document()).isEqualTo(document);
        assertThat(store().events().read(10)).hasSize(1);
    }

    @Test
    void returnsAnExpiredSessionWithItsParts() throws Exception {
        store().sessions()
                .save(write(id, 0).parts(2, Map.of(1, "one", 2, "two")).build());
        within(Duration.ofSeconds(5), () -> store().sessions().peek(id).isEmpty());

        assertThat(store().sessions().expire(10, each -> ended("ann")))
                .singleElement()
                .satisfies(expired -> assertThat(texts(expired.parts())).isEqualTo(Map.of(1, "one", 2, "two")));
        assertThat(store().sessions().parts(id, List.of(1, 2))).isEmpty();
    }

    @Test
    void findsExpiredSessionsBehindSessionsInUse() throws Exception {
        for (var i = 0; i < 25; i++) {
            store().sessions().save(write(newId(), 0).idle(60_000).build());
        }
        // ids sort in the order of their creation: the search reads this one last
        var last = newId();
        create(last);
        indexAllAsDue();

        within(Duration.ofSeconds(5), () -> store().sessions().peek(last).isEmpty());

        assertThat(store().sessions().expire(10, each -> ended("ann"))).hasSize(1);
    }

    /** Makes a store that indexes lazily examine every session. */
    protected void indexAllAsDue() {}

    private static long lastAccess(Optional<StoredSession> stored) {
        return stored.orElseThrow().lastAccess();
    }
}
