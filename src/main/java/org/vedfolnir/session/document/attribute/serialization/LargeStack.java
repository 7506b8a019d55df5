package org.vedfolnir.session.document.attribute.serialization;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps that nest too deep for the caller's stack on a thread with a larger one. The number of such threads is
 * limited. Thread-safe.
 */
final class LargeStack {

    /** Reading takes more than writing, and must not fail for what was written. */
    static final long TO_WRITE = 16 << 20;

    static final long TO_READ = 64 << 20;

    /** Limits the wait: the calling thread may hold a lock that the value needs while it is written. */
    private static final int SECONDS = 10;

    private static final int MOST_AT_ONCE = 4;

    private static final Semaphore TURNS = new Semaphore(MOST_AT_ONCE, true);

    private LargeStack() {}

    /** No permit became free in time, or the step waits for a lock of the calling thread. A later try may succeed. */
    static final class Busy extends IOException {

        private static final long serialVersionUID = 1;

        Busy() {
            super("A deeply nested value was not read or written within " + SECONDS + " s.");
        }
    }

    /**
     * @throws StackOverflowError if this stack is too small as well
     * @throws Busy if it takes too long
     */
    static <T> T call(long stackBytes, Callable<T> step) throws IOException, ClassNotFoundException {
        try {
            if (!TURNS.tryAcquire(SECONDS, TimeUnit.SECONDS)) {
                throw new Busy();
            }
            try {
                return DedicatedThread.start("vedfolnir-deep-value", stackBytes, step)
                        .get(SECONDS, TimeUnit.SECONDS);
            } finally {
                TURNS.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Busy();
        } catch (TimeoutException e) {
            throw new Busy();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static RuntimeException failure(@Nullable Throwable thrown) throws IOException, ClassNotFoundException {
        if (thrown instanceof IOException e) {
            throw e;
        } else if (thrown instanceof ClassNotFoundException e) {
            throw e;
        } else if (thrown instanceof Error e) {
            throw e;
        }
        return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
    }
}
