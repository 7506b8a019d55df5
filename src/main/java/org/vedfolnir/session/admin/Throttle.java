package org.vedfolnir.session.admin;

import java.time.Duration;

/**
 * Tries that must not be made too often, counted for the whole cluster: signing in, for example. A bucket is what is counted together, of an
 * account or of an address: letters, digits, {@code -}, {@code _}, {@code .} and {@code :}. Safe for use by many threads; each operation costs one round
 * trip, and throws a {@link org.vedfolnir.session.store.failure.StoreUnavailableException} when the store does not answer.
 *
 * <pre>{@code
 * var wait = registry.throttle().attempt("code:" + account, new Throttle.BackoffPolicy(5, SECOND, HOUR, DAY));
 * if (!wait.isZero()) {
 *     tryAgainIn(wait);
 * } else if (isRight(code)) {
 *     registry.throttle().forget("code:" + account);
 * }
 * }</pre>
 */
public interface Throttle {

    /**
     * Counts a try before it is made, so that a thousand at once are a thousand.
     *
     * @return zero when the try may be made; else how long its bucket has to wait: it was not counted
     */
    Duration attempt(String bucket, BackoffPolicy policy);

    /** Takes back one try, which was right, and the wait that it brought. */
    void refund(String bucket);

    /** Forgets all tries of a bucket. */
    void forget(String bucket);

    /**
     * How a bucket waits.
     *
     * @param free the tries that need no wait between them, at least 1
     * @param first the wait after the last of those; each further one doubles it
     * @param longest no wait is longer
     * @param remembered how long a bucket that is left alone is known after its last wait
     */
    record BackoffPolicy(int free, Duration first, Duration longest, Duration remembered) {}
}
