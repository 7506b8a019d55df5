package org.vedfolnir.session.store.meter;

import org.vedfolnir.session.event.EndReason;

/** Counts what the store does. It is called for each request, so it neither allocates nor locks. Thread-safe. */
public interface StoreMeter {

    /** Counts nothing. */
    StoreMeter NONE = new StoreMeter() {
        @Override
        public void roundTrip(long nanos) {
            // not counted
        }

        @Override
        public void add(StoreCount what, long more) {
            // not counted
        }

        @Override
        public void ended(EndReason reason) {
            // not counted
        }
    };

    /** Records a call that got its reply. */
    void roundTrip(long nanos);

    default void count(StoreCount what) {
        add(what, 1);
    }

    void add(StoreCount what, long more);

    /** Records a session that this node ended. */
    void ended(EndReason reason);
}
