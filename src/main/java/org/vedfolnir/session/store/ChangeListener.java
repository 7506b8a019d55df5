package org.vedfolnir.session.store;

/**
 * Is told which sessions change in the store, whoever changes them, so that a copy need not be asked for. A store that cannot tell says
 * nothing, and then no copy may be trusted. Called by a thread on which nobody may wait.
 */
public interface ChangeListener {

    /** @param key where the session lies in the store; it was written, moved, touched or ended a moment ago, perhaps by this node */
    void changed(String key);

    /** Changes may have been missed: nothing that was read until now may be trusted, and nothing at all before {@link #complete}. */
    void missed();

    /** Every change that was acknowledged to anybody before this {@link System#nanoTime} has been told. */
    void complete(long nanos);
}
