package org.vedfolnir.session.document.seal;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Objects that are idle at the moment, up to a bound. Taking one never waits: if none is idle, another is made. Thread-safe. */
final class ObjectPool<T> {

    private final ArrayBlockingQueue<T> idle;
    private final Supplier<T> make;
    private final Consumer<T> reset;
    private final Consumer<T> end;

    /**
     * @param most that are kept
     * @param reset makes a used one as good as new
     * @param end is called for one that finds no room
     */
    ObjectPool(int most, Supplier<T> make, Consumer<T> reset, Consumer<T> end) {
        this.idle = new ArrayBlockingQueue<>(most);
        this.make = make;
        this.reset = reset;
        this.end = end;
    }

    T take() {
        var kept = idle.poll();
        return kept == null ? make.get() : kept;
    }

    void giveBack(T used) {
        reset.accept(used);
        if (!idle.offer(used)) {
            end.accept(used);
        }
    }
}
