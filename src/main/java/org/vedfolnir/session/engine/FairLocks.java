package org.vedfolnir.session.engine;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A fair lock for each key: threads get it in the order in which they asked. The number of waiting threads is limited,
 * since each of them holds a thread of the container. An unused key takes no memory, and two keys never wait for each
 * other. Thread-safe.
 */
final class FairLocks<K> {

    private final ConcurrentHashMap<K, Turn> turns = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final int most;
    private final int mostOfOne;

    /**
     * @param most how many threads may wait, for all keys
     * @param mostOfOne how many threads may wait for one key
     */
    FairLocks(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** Half of the threads may wait for one key, so that one busy key cannot take all places. */
    static <K> FairLocks<K> of(int threads) {
        return new FairLocks<>(threads, Math.max(1, threads / 2));
    }

    private static final class Turn extends ReentrantLock {

        private static final long serialVersionUID = 1;

        /** Threads that hold the lock, wait for it or are about to; changed only inside atomic operations of the map. */
        private int visitors;

        private final transient AtomicInteger waiting = new AtomicInteger();

        Turn() {
            super(true); // fair: otherwise one of many threads may wait until its deadline
        }
    }

    /**
     * Waits for this thread's turn; {@link #leave} ends it.
     *
     * @param deadline as {@link System#nanoTime}
     * @return false if the turn did not come in time, or if too many threads wait; then {@link #leave} must not be
     *     called
     */
    boolean enter(K key, long deadline) {
        var turn = turns.compute(key, (each, known) -> visited(known));
        var mine = false;
        try {
            mine = lock(turn, 0) || await(turn, deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!mine) {
                forget(key);
            }
        }
        return mine;
    }

    private static Turn visited(@Nullable Turn known) {
        var turn = known == null ? new Turn() : known;
        turn.visitors++;
        return turn;
    }

    private boolean await(Turn turn, long deadline) throws InterruptedException {
        var all = waiting.incrementAndGet();
        var ofOne = turn.waiting.incrementAndGet();
        try {
            return all <= most && ofOne <= mostOfOne && lock(turn, deadline - System.nanoTime());
        } finally {
            turn.waiting.decrementAndGet();
            waiting.decrementAndGet();
        }
    }

    /** With a time of 0 it still does not overtake waiting threads. */
    private static boolean lock(Turn turn, long nanos) throws InterruptedException {
        return turn.tryLock(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    void leave(K key) {
        var turn = turns.get(key);
        if (turn == null) {
            throw new IllegalMonitorStateException("This thread has no turn. Enter before you leave.");
        }
        turn.unlock();
        forget(key);
    }

    private void forget(K key) {
        turns.computeIfPresent(key, (each, turn) -> --turn.visitors == 0 ? null : turn);
    }

    int waiting() {
        return waiting.get();
    }

    /** Returns how many keys are in use. */
    int keys() {
        return turns.size();
    }
}
