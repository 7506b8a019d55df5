package org.vedfolnir.account.hashing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets a limited number of threads hash at once. The others wait in order: known users before strangers, and strangers until their budget is above
 * zero. Thread-safe.
 */
final class HashingQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Condition> known = new ArrayDeque<>();
    private final Queue<Condition> strangers = new ArrayDeque<>();
    private final CpuTimeBucket budget;
    private int free;

    /** @param budget of strangers; the caller charges it at the end of a turn */
    HashingQueue(int atOnce, CpuTimeBucket budget) {
        this.free = atOnce;
        this.budget = budget;
    }

    /** @return false if the wait exceeds the limit; otherwise the caller must call {@link #end} */
    boolean await(boolean isKnown, Duration patience) {
        var queue = isKnown ? known : strangers;
        lock.lock();
        var me = lock.newCondition();
        queue.add(me);
        try {
            return comes(me, queue, patience.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            queue.remove(me);
            wakeNext();
            lock.unlock();
        }
    }

    private boolean comes(Condition me, Queue<Condition> queue, long patience) throws InterruptedException {
        var left = patience;
        while (!me.equals(next()) || delay(queue) > 0) {
            if (left <= 0) {
                return false;
            }
            // the other threads are signalled when they become first
            var pause = me.equals(next()) ? Math.min(left, delay(queue)) : left;
            left -= pause - me.awaitNanos(pause);
        }
        free--;
        return true;
    }

    private long delay(Queue<Condition> queue) {
        return queue == known ? 0 : budget.delay().toNanos();
    }

    /** The first waiting thread; a stranger may still have to wait for the budget. */
    private @Nullable Condition next() {
        if (free == 0) {
            return null;
        }
        return known.isEmpty() ? strangers.peek() : known.peek();
    }

    private void wakeNext() {
        var next = next();
        if (next != null) {
            next.signal();
        }
    }

    void end() {
        lock.lock();
        try {
            free++;
            wakeNext();
        } finally {
            lock.unlock();
        }
    }

    /** The number of waiting threads. */
    int waiting() {
        lock.lock();
        try {
            return known.size() + strangers.size();
        } finally {
            lock.unlock();
        }
    }
}
