package org.vedfolnir.account.hashing;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.vedfolnir.session.admin.Shares;

/**
 * A bulkhead around password hashing: limits concurrent hashes, waiting threads, waiting time, and the processor time of strangers. Known users have
 * permits of their own, take precedence and are not charged. Without a free permit a request is rejected at once. Thread-safe.
 */
public final class HashingBulkhead {

    private final HashingQueue turns;
    private final Shares known;
    private final Shares strangers;
    private final Duration patience;
    private final CpuTimeBucket budget;
    private final LongSupplier processorTime;

    /**
     * The shares count hashing and waiting threads.
     *
     * @param atOnce the number of concurrent hashes
     * @param patience how long a thread waits for its turn
     * @param budget of strangers
     * @param processorTime nanoseconds that the calling thread has used so far
     */
    HashingBulkhead(
            int atOnce,
            Shares known,
            Shares strangers,
            Duration patience,
            CpuTimeBucket budget,
            LongSupplier processorTime) {
        this.turns = new HashingQueue(atOnce, budget);
        this.known = known;
        this.strangers = strangers;
        this.patience = patience;
        this.budget = budget;
        this.processorTime = processorTime;
    }

    /** A permit, valid while the work of {@link #withPermit} runs. */
    public record Permit(HashingRequester requester) {}

    /**
     * Runs work that includes a hash.
     *
     * @throws HashingOverloadException if no permit is free; the work did not start
     */
    <T> T withPermit(HashingRequester requester, Function<Permit, T> work) {
        var shares = requester.known() ? known : strangers;
        if (!shares.tryAcquire(requester.key())) {
            throw new HashingOverloadException("All permits for hashing passwords are in use.");
        }
        try {
            return work.apply(new Permit(requester));
        } finally {
            shares.release(requester.key());
        }
    }

    boolean isFullFor(HashingRequester requester) {
        return (requester.known() ? known : strangers).isFullFor(requester.key());
    }

    /** @throws HashingOverloadException if the wait exceeds the limit; the password was not hashed */
    <T> T hash(Permit permit, Supplier<T> hashing) {
        if (!turns.await(permit.requester().known(), patience)) {
            throw new HashingOverloadException("The wait for hashing a password exceeded " + patience + ".");
        }
        var since = processorTime.getAsLong();
        try {
            return hashing.get();
        } finally {
            if (!permit.requester().known()) {
                budget.pay(processorTime.getAsLong() - since);
            }
            turns.end();
        }
    }

    int waiting() {
        return turns.waiting();
    }
}
