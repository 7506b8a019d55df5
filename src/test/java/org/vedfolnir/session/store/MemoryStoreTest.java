package org.vedfolnir.session.store;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** Runs the contract on {@link MemoryStore}, so that the store of other tests accepts no more than Redis does. */
class MemoryStoreTest extends StoreContract {

    private final AtomicLong clock = new AtomicLong(1_800_000_000_000L);
    private final MemoryStore.Data data = new MemoryStore.Data();
    private final Store store = node("one");
    private final Store other = node("two");

    private Store node(String reader) {
        return new MemoryStore(data, clock::get, TOUCH.toMillis(), DEAD_AFTER.toMillis(), reader);
    }

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected Store other() {
        return other;
    }

    @Override
    protected Store otherRestarted() {
        return node("two");
    }

    @Override
    protected void within(Duration time, Callable<Boolean> condition) throws Exception {
        var until = clock.get() + time.toMillis();
        while (!condition.call()) {
            if (clock.addAndGet(10) > until) {
                throw new AssertionError("The condition did not hold within " + time.toMillis() + " ms of the clock.");
            }
        }
    }
}
