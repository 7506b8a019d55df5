package org.vedfolnir.account.hashing;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.vedfolnir.session.admin.Shares;

/**
 * Limits what password hashing takes from a node: concurrent hashes, waiting threads, waiting time, and the processor time of strangers. Known people have
 * permits of their own, go first and are not charged. Without a free permit a request is rejected at once. Thread-safe.
 */
public final class HashingBulkhead {

    private final HashingQueue turns;
    private final Shares known;
    private final Shares strangers;
    private final Duration patience;
    private final CpuTimeBucket budget;
    private final LongSupplier processorTime;

    /**
     * Shares count the threads that hash and those that wait.
     *
     * @param atOnce how many hashes are made at once
     * @param patience how long a thread waits for its turn
     * @param budget of strangers
     * @param processorTime nanoseconds that the calling thread has worked so far
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

    /** A permit that its holder has while the work of {@link #withPermit} runs. */
    public record Permit(HashingRequester requester) {}

    /**
     * Work that is going to hash, with all that belongs to it.
     *
     * @throws HashingOverloadException when all places are taken; the work was not begun
     */
    <T> T withPermit(HashingRequester requester, Function<Permit, T> work) {
        var shares = requester.known() ? known : strangers;
        if (!shares.tryAcquire(requester.key())) {
            throw new HashingOverloadException("All places for checking passwords are taken.");
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

    /** @throws HashingOverloadException when no turn came in time; nothing was hashed */
    <T> T hash(Permit permit, Supplier<T> hashing) {
        if (!turns.await(permit.requester().known(), patience)) {
            throw new HashingOverloadException("No password could be checked within " + patience + ".");
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
