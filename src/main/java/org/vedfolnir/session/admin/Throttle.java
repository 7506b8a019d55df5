package org.vedfolnir.session.admin;

import java.time.Duration;

/**
 * Attempts that are throttled for the whole cluster, for example sign-ins. A bucket counts the attempts of an account
 * or of an address; its name consists of letters, digits, {@code -}, {@code _}, {@code .} and {@code :}. Safe for use
 * by many threads. Each operation costs one round trip, and throws a
 * {@link org.vedfolnir.session.store.failure.StoreUnavailableException} if the store does not answer.
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
     * Counts an attempt before it is made, so that parallel attempts are all counted.
     *
     * @return zero if the attempt may be made; otherwise how long the caller has to wait, and the attempt is not
     *     counted
     */
    Duration attempt(String bucket, BackoffPolicy policy);

    /** Takes back a successful attempt and the wait that it caused. */
    void refund(String bucket);

    /** Forgets all attempts of a bucket. */
    void forget(String bucket);

    /**
     * The backoff of a bucket.
     *
     * @param free the number of attempts without a wait between them, at least 1
     * @param first the wait after the last of those; each further attempt doubles it
     * @param longest the maximum wait
     * @param remembered how long an unused bucket is remembered after its last wait
     */
    record BackoffPolicy(int free, Duration first, Duration longest, Duration remembered) {}
}
