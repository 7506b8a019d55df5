package org.vedfolnir.session.document;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs what nests too deep for the stack of the thread that wants it on a thread with a larger one; the next waits until it is done. Thread-safe.
 */
final class DeepStack {

    /** Reading takes more than writing, and must not fail for what was written. */
    static final long TO_WRITE = 16 << 20;

    static final long TO_READ = 64 << 20;

    /** The thread that wants it may hold a lock that a value asks for while it is written. */
    private static final int SECONDS = 10;

    private static final Semaphore TURN = new Semaphore(1, true);

    private DeepStack() {}

    /** @throws StackOverflowError when this stack is too small as well, or the step takes too long */
    static <T> T call(long stackBytes, Callable<T> step) throws IOException, ClassNotFoundException {
        try {
            if (!TURN.tryAcquire(SECONDS, TimeUnit.SECONDS)) {
                throw new StackOverflowError();
            }
            try {
                return start(stackBytes, step).get(SECONDS, TimeUnit.SECONDS);
            } finally {
                TURN.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackOverflowError();
        } catch (TimeoutException e) {
            throw new StackOverflowError();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static <T> CompletableFuture<T> start(long stackBytes, Callable<T> step) {
        var done = new CompletableFuture<T>();
        var thread = new Thread(
                null,
                () -> {
                    try {
                        done.complete(step.call());
                    } catch (Throwable e) { // whoever wants it gets it
                        done.completeExceptionally(e);
                    }
                },
                "vedfolnir-deep-value",
                stackBytes,
                false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        return done;
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
