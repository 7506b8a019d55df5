package org.vedfolnir.session.document.attribute.serialization;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Runs a step on a thread of its own, which inherits the context class loader of this one and no other thread-local
 * state. Stateless.
 */
public final class DedicatedThread {

    private DedicatedThread() {}

    /**
     * @param stackBytes of that thread; 0 for the default
     * @return completes with the step's result or exception
     */
    public static <T extends @Nullable Object> CompletableFuture<T> start(
            String name, long stackBytes, Callable<T> step) {
        var done = new CompletableFuture<T>();
        var thread = new Thread(
                null,
                () -> {
                    try {
                        done.complete(step.call());
                    } catch (Throwable e) { // passed on to the caller
                        done.completeExceptionally(e);
                    }
                },
                name,
                stackBytes,
                false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        return done;
    }
}
