package org.vedfolnir.session.admin;

import java.time.Duration;

/**
 * Attempts that are throttled for the whole cluster, for example sign-ins. A lane is a counter's name, of an account
 * or an address: letters, digits, {@code -}, {@code _}, {@code .} and {@code :}. Safe for use by many threads. Each
 * operation costs one round trip.
 * Throws a {@link org.vedfolnir.session.store.failure.StoreUnavailableException} if the store does not answer.
 *
 * <pre>{@code
 * var wait = registry.attempts().attempt("code:" + account, new Attempts.Waits(5, SECOND, HOUR, DAY));
 * if (!wait.isZero()) {
 *     tryAgainIn(wait);
 * } else if (isRight(code)) {
 *     registry.attempts().forget("code:" + account);
 * }
 * }</pre>
 */
public interface Attempts {

    /**
     * Counts an attempt before it is made, so that parallel attempts are all counted.
     *
     * @return zero if the attempt may be made; otherwise how long the caller has to wait, and the attempt is not
     *     counted
     */
    Duration attempt(String lane, Waits waits);

    /** Takes back a successful attempt and the wait that it caused. */
    void pardon(String lane);

    /** Forgets all attempts of a lane. */
    void forget(String lane);

    /**
     * The backoff of a lane.
     *
     * @param free the number of attempts without a wait between them, at least 1
     * @param first the wait after the last of those; each further attempt doubles it
     * @param longest the maximum wait
     * @param remembered how long an unused lane is remembered after its last wait
     */
    record Waits(int free, Duration first, Duration longest, Duration remembered) {}
}
