package org.vedfolnir.session.store;

/**
 * Receives notifications of changed sessions from the store, whichever node changes them, so that a cached copy needs
 * no query. A store without notifications never calls it, and then no copy may be trusted. Called by a thread that must
 * not block.
 */
public interface ChangeListener {

    /**
     * @param key the session's key in the store; it was written, moved, touched or ended a moment ago, perhaps by this
     *     node
     */
    void changed(String key);

    /**
     * Changes may have been missed: nothing read until now may be trusted, and nothing at all before {@link #complete}.
     */
    void missed();

    /** Every change that the store acknowledged before this {@link System#nanoTime} has been notified. */
    void complete(long nanos);
}
