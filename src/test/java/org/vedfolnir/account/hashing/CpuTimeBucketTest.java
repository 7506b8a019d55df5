package org.vedfolnir.account.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vedfolnir.session.admin.Shares;

/** How much processor time a storm of sign-ins gets; each hash takes 50 ms of it here, and the clock is the test's. */
class CpuTimeBucketTest {

    private static final HashingRequester STRANGER = HashingRequester.stranger("203.0.113.x");
    private static final HashingRequester PERSON = HashingRequester.known(7);
    private static final Duration HASH = Duration.ofMillis(50);
    private static final Duration BURST = Duration.ofSeconds(4);
    private static final double SHARE = 0.25;

    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong worked = new AtomicLong();

    private final HashingBulkhead places = places(Duration.ZERO);

    /** @param patience of a request that must wait; zero rejects it at once */
    private HashingBulkhead places(Duration patience) {
        return new HashingBulkhead(
                1,
                new Shares(20, 2),
                new Shares(20, 16),
                patience,
                new CpuTimeBucket(BURST, SHARE, clock::get),
                worked::get);
    }

    @Test
    void servesABurstAtFullSpeed() {
        assertThat(hashes(STRANGER)).isEqualTo(BURST.dividedBy(HASH));
    }

    @Test
    void limitsASustainedStormToItsShare() {
        hashes(STRANGER);
        var storm = Duration.ofMinutes(10);
        var made = 0L;
        for (var passed = Duration.ZERO; passed.compareTo(storm) < 0; passed = passed.plus(HASH)) {
            pass(HASH);
            made += hashes(STRANGER);
        }
        assertThat(made * HASH.toMillis()).isEqualTo((long) (storm.toMillis() * SHARE));
    }

    @Test
    void doesNotChargeKnownUsers() {
        hashes(STRANGER);
        for (var i = 0; i < 1000; i++) {
            assertThat(hash(PERSON)).isTrue();
        }
        assertThat(hash(STRANGER)).as("the storm").isFalse();

        pass(Duration.ofMillis(1));
        assertThat(hash(STRANGER)).as("the share of the time that passed").isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 6", "8, 41", "16, 80", "3600, 80"})
    void refillsTheBurstUpToItsLimit(int seconds, int hashes) {
        hashes(STRANGER);
        pass(Duration.ofSeconds(seconds));

        // the first of them may begin with the least that is left, and so the last
        assertThat(hashes(STRANGER)).isBetween(hashes - 1L, (long) hashes);
    }

    @Test
    void chargesSlowFirstHashesUpToALimit() {
        for (var i = 0; i < 10; i++) {
            places.withPermit(
                    STRANGER,
                    permit -> places.hash(
                            permit, () -> worked.addAndGet(Duration.ofSeconds(2).toNanos())));
        }
        assertThat(hashes(STRANGER)).isEqualTo(BURST.minusMillis(10 * 200).dividedBy(HASH));
    }

    @Test
    void chargesAHashThatFails() {
        for (var i = 0; i < BURST.dividedBy(HASH); i++) {
            assertThatThrownBy(() -> places.withPermit(
                            STRANGER,
                            permit -> places.hash(permit, () -> {
                                worked.addAndGet(HASH.toNanos());
                                throw new IllegalStateException("broken");
                            })))
                    .hasMessage("broken");
        }
        assertThat(hash(STRANGER)).isFalse();
    }

    @Test
    void servesAKnownUserBeforeAWaitingStranger() throws Exception {
        var patient = places(Duration.ofMinutes(1));
        for (var i = 0; i < BURST.dividedBy(HASH); i++) {
            hash(patient, STRANGER);
        }
        var threads = Executors.newSingleThreadExecutor();
        try {
            var waits = threads.submit(() -> hash(patient, STRANGER));
            while (patient.waiting() == 0 && !waits.isDone()) {
                Thread.onSpinWait();
            }
            assertThat(waits).as("the storm's next").isNotDone();
            hash(patient, PERSON);
            assertThat(waits).as("a person does not wait for it").isNotDone();

            pass(Duration.ofSeconds(1));
            assertThat(waits.get(1, TimeUnit.MINUTES)).isNotNull();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void rejectsAShareOrBurstOfZero() {
        assertThatThrownBy(() -> new CpuTimeBucket(BURST, 0, clock::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("above 0");
        assertThatThrownBy(() -> new CpuTimeBucket(Duration.ZERO, SHARE, clock::get))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    /** How many are made now, until one is refused. */
    private long hashes(HashingRequester requester) {
        var made = 0L;
        while (hash(requester)) {
            made++;
            if (made > 100_000) {
                throw new AssertionError("There is no end to it: nothing is paid.");
            }
        }
        return made;
    }

    private boolean hash(HashingRequester requester) {
        try {
            hash(places, requester);
            return true;
        } catch (HashingOverloadException e) {
            return false;
        }
    }

    private long hash(HashingBulkhead where, HashingRequester requester) {
        return where.withPermit(requester, permit -> where.hash(permit, () -> worked.addAndGet(HASH.toNanos())));
    }
}
