package org.vedfolnir.session.admin;

import java.util.HashMap;
import java.util.Map;

/**
 * Permits for work that blocks a thread: a limit in all, and a lower one for each client, so that one client (a network
 * or an account, for example) cannot take all permits. Never waits. Safe for use by many threads.
 *
 * <pre>{@code
 * if (!shares.tryAcquire(network)) {
 *     refuse();
 *     return;
 * }
 * try {
 *     work();
 * } finally {
 *     shares.release(network);
 * }
 * }</pre>
 */
public final class Shares {

    private final int all;
    private final int each;
    private final Map<String, Integer> held = new HashMap<>();
    private int inUse;

    /**
     * Both numbers count permits.
     *
     * @param all at least 1
     * @param each at least 1
     */
    public Shares(int all, int each) {
        if (all < 1 || each < 1) {
            throw new IllegalArgumentException(
                    "There are " + all + " permits in all and " + each + " for each client. Both must be at least 1.");
        }
        this.all = all;
        this.each = each;
    }

    /**
     * Acquires a permit without waiting.
     *
     * @return false if all permits are in use, or all that this client may have
     */
    public synchronized boolean tryAcquire(String client) {
        if (isFullFor(client)) {
            return false;
        }
        inUse++;
        held.merge(client, 1, Integer::sum);
        return true;
    }

    /** Whether {@link #tryAcquire} would fail for that client now. */
    public synchronized boolean isFullFor(String client) {
        return inUse >= all || held.getOrDefault(client, 0) >= each;
    }

    /** @throws IllegalStateException if the client holds no permit */
    public synchronized void release(String client) {
        var before = held.remove(client);
        if (before == null) {
            throw new IllegalStateException("The client holds no permit. Release each permit once.");
        }
        inUse--;
        if (before > 1) {
            held.put(client, before - 1);
        }
    }

    /** Returns how many permits are in use. */
    public synchronized int inUse() {
        return inUse;
    }
}
