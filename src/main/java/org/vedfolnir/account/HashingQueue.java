package org.vedfolnir.account;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets so many threads work at once. The others wait in order, known people before strangers. Thread-safe. */
final class HashingQueue {

    private final Queue<Semaphore> known = new ArrayDeque<>();
    private final Queue<Semaphore> strangers = new ArrayDeque<>();
    private int free;

    HashingQueue(int atOnce) {
        free = atOnce;
    }

    /** @return false when no turn came in time; else whoever called ends it */
    boolean await(boolean isKnown, Duration patience) {
        var queue = isKnown ? known : strangers;
        var turn = enter(queue);
        return turn == null || comes(turn, patience) || !leave(queue, turn);
    }

    private synchronized @Nullable Semaphore enter(Queue<Semaphore> queue) {
        if (free > 0) {
            free--;
            return null;
        }
        var turn = new Semaphore(0);
        queue.add(turn);
        return turn;
    }

    private static boolean comes(Semaphore turn, Duration patience) {
        try {
            return turn.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @return false when the turn came just now, and is to be used */
    private synchronized boolean leave(Queue<Semaphore> queue, Semaphore turn) {
        return queue.remove(turn);
    }

    /** Hands the turn to whoever comes next. */
    synchronized void end() {
        var next = known.isEmpty() ? strangers.poll() : known.poll();
        if (next == null) {
            free++;
        } else {
            next.release();
        }
    }

    /** How many threads wait now. */
    synchronized int waiting() {
        return known.size() + strangers.size();
    }
}
