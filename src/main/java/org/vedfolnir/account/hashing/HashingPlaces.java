package org.vedfolnir.account.hashing;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.vedfolnir.session.admin.Shares;

/**
 * Bounds what hashing passwords may take from a node: how many hashes are made at once, how many threads wait for that, how long, and how much
 * processor time strangers get. Known people have places of their own, go first and pay nothing. Who finds no place is refused at once. Thread-safe.
 */
public final class HashingPlaces {

    private final HashingQueue turns;
    private final Shares known;
    private final Shares strangers;
    private final Duration patience;
    private final HashingBudget budget;
    private final LongSupplier processorTime;

    /**
     * Shares count the threads that hash and those that wait.
     *
     * @param atOnce how many hashes are made at once
     * @param patience how long a thread waits for its turn
     * @param budget of strangers
     * @param processorTime nanoseconds that the calling thread has worked so far
     */
    HashingPlaces(
            int atOnce,
            Shares known,
            Shares strangers,
            Duration patience,
            HashingBudget budget,
            LongSupplier processorTime) {
        this.turns = new HashingQueue(atOnce, budget);
        this.known = known;
        this.strangers = strangers;
        this.patience = patience;
        this.budget = budget;
        this.processorTime = processorTime;
    }

    /** A place that its holder has while the work of {@link #in} runs. */
    public record Place(Asker asker) {}

    /**
     * Work that is going to hash, with all that belongs to it.
     *
     * @throws BusyException when all places are taken; the work was not begun
     */
    <T> T in(Asker asker, Function<Place, T> work) {
        var shares = asker.known() ? known : strangers;
        if (!shares.take(asker.key())) {
            throw new BusyException("All places for checking passwords are taken.");
        }
        try {
            return work.apply(new Place(asker));
        } finally {
            shares.giveBack(asker.key());
        }
    }

    boolean isFullFor(Asker asker) {
        return (asker.known() ? known : strangers).isFullFor(asker.key());
    }

    /** @throws BusyException when no turn came in time; nothing was hashed */
    <T> T hash(Place place, Supplier<T> hashing) {
        if (!turns.await(place.asker().known(), patience)) {
            throw new BusyException("No password could be checked within " + patience + ".");
        }
        var since = processorTime.getAsLong();
        try {
            return hashing.get();
        } finally {
            if (!place.asker().known()) {
                budget.pay(processorTime.getAsLong() - since);
            }
            turns.end();
        }
    }

    int waiting() {
        return turns.waiting();
    }
}
