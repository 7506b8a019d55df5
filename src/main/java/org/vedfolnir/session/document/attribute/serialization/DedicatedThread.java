package org.vedfolnir.session.document.attribute.serialization;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs a step on a thread of its own, which has the class loader of this one and nothing else of it. Stateless. */
public final class DedicatedThread {

    private DedicatedThread() {}

    /**
     * @param stackBytes of that thread; 0 for as many as any
     * @return what the step gives, or throws
     */
    public static <T extends @Nullable Object> CompletableFuture<T> start(
            String name, long stackBytes, Callable<T> step) {
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
                name,
                stackBytes,
                false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        return done;
    }
}
