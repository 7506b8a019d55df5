package org.vedfolnir.session.store;

import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Throttles what must not be tried too often, all over the cluster. A bucket is what is counted together: of an account, of an address. Safe
 * for use by many threads; each operation is one atomic step in the store and costs one round trip. Every operation throws
 * {@link StoreUnavailableException} when the store fails: nothing is let through uncounted.
 */
public interface Throttle {

    /**
     * Counts a try before it is made, so that a thousand at once are a thousand; refuses it while its bucket has to wait.
     *
     * @param bucket letters, digits, {@code -}, {@code _}, {@code .} and {@code :}
     * @return 0 when the try may be made; else how many ms are left to wait, and it was not counted
     */
    long attempt(String bucket, BackoffPolicy policy);

    /** Takes back one try, which was right, and the wait that it brought. */
    void refund(String bucket);

    /** Forgets all tries of a bucket. */
    void forget(String bucket);

    /**
     * How long a bucket waits. Times are in ms.
     *
     * @param free the tries that need no wait between them, at least 1
     * @param first the wait after the last of those; each further one doubles it
     * @param longest no wait is longer
     * @param remembered how long a bucket that is left alone is known after its last wait
     */
    record BackoffPolicy(int free, long first, long longest, long remembered) {}
}
