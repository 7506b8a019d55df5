package org.vedfolnir.session.document.seal;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A bounded pool of idle objects. Acquiring one never waits: if none is idle, it creates another. Thread-safe. */
final class ObjectPool<T> {

    private final ArrayBlockingQueue<T> idle;
    private final Supplier<T> factory;
    private final Consumer<T> reset;
    private final Consumer<T> end;

    /**
     * @param most maximum number of idle objects
     * @param reset makes a used object as good as new
     * @param end disposes of an object that does not fit into the pool
     */
    ObjectPool(int most, Supplier<T> factory, Consumer<T> reset, Consumer<T> end) {
        this.idle = new ArrayBlockingQueue<>(most);
        this.factory = factory;
        this.reset = reset;
        this.end = end;
    }

    T acquire() {
        var kept = idle.poll();
        return kept == null ? factory.get() : kept;
    }

    void release(T used) {
        reset.accept(used);
        if (!idle.offer(used)) {
            end.accept(used);
        }
    }
}
