package org.vedfolnir.session.attribute;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.serialization.DedicatedThread;

/**
 * Reads and writes certain values on a separate thread, because reading or writing their class resets thread locals of
 * the request. Vaadin's session does so, expecting a container that serializes between requests. Stateless.
 */
final class SeparateThread {

    private static final String VAADIN = "com.vaadin.flow.server.VaadinSession.";

    /** A value may wait for a lock that the request holds. */
    private static final int SECONDS = 5;

    private SeparateThread() {}

    static boolean belongs(String name) {
        return name.startsWith(VAADIN);
    }

    /** Runs a step on another thread, with this thread's class loader; if that takes too long, on this one. */
    static <T extends @Nullable Object> T call(Supplier<T> step) {
        var done = DedicatedThread.<T>start("vedfolnir-value", 0, step::get);
        try {
            return done.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return step.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return step.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static RuntimeException failure(@Nullable Throwable thrown) {
        if (thrown instanceof Error e) {
            throw e;
        }
        return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
    }
}
