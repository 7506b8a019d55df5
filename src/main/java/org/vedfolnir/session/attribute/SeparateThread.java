package org.vedfolnir.session.attribute;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.serialization.DedicatedThread;

/**
 * Reads and writes values on a thread of their own whose class, when it is read or written, makes its thread forget the request: Vaadin's session
 * does, which counts on a container that does that between requests. Stateless.
 */
final class SeparateThread {

    private static final String VAADIN = "com.vaadin.flow.server.VaadinSession.";

    /** A value may wait for a lock that the request holds. */
    private static final int SECONDS = 5;

    private SeparateThread() {}

    static boolean belongs(String name) {
        return name.startsWith(VAADIN);
    }

    /** The same with the class loader of this thread, on another; here when that takes too long. */
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
