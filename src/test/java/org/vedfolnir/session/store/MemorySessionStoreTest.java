package org.vedfolnir.session.store;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** The contract on the fake: what other tests build on is no easier than Redis. */
class MemorySessionStoreTest extends SessionStoreContract {

    private final AtomicLong clock = new AtomicLong(1_800_000_000_000L);
    private final MemorySessionStore.Data data = new MemorySessionStore.Data();
    private final SessionStore store = node("one");
    private final SessionStore other = node("two");

    private SessionStore node(String reader) {
        return new MemorySessionStore(data, clock::get, TOUCH.toMillis(), DEAD_AFTER.toMillis(), reader);
    }

    @Override
    protected SessionStore store() {
        return store;
    }

    @Override
    protected SessionStore other() {
        return other;
    }

    @Override
    protected SessionStore otherRestarted() {
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
