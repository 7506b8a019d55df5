package org.vedfolnir.session.store;

import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Throttles attempts in the whole cluster. A bucket counts the attempts of an account or of an address. Safe for use by
 * many threads; each operation is one atomic step in the store and costs one round trip. Each operation throws a
 * {@link StoreUnavailableException} if the store fails: no attempt is permitted uncounted.
 */
public interface Throttle {

    /**
     * Counts an attempt before it is made, so that parallel attempts are all counted; rejects it while its bucket has
     * to wait.
     *
     * @param bucket letters, digits, {@code -}, {@code _}, {@code .} and {@code :}
     * @return 0 if the attempt may be made; otherwise the remaining wait in ms, and the attempt is not counted
     */
    long attempt(String bucket, BackoffPolicy policy);

    /** Takes back a successful attempt and the wait that it caused. */
    void refund(String bucket);

    /** Forgets all attempts of a bucket. */
    void forget(String bucket);

    /**
     * The backoff of a bucket. Times are in ms.
     *
     * @param free the number of attempts without a wait between them, at least 1
     * @param first the wait after the last of those; each further attempt doubles it
     * @param longest the maximum wait
     * @param remembered how long an unused bucket is remembered after its last wait
     */
    record BackoffPolicy(int free, long first, long longest, long remembered) {}
}
