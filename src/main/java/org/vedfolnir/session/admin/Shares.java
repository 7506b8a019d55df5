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
    private final Map<String, Integer> taken = new HashMap<>();
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
    public synchronized boolean take(String client) {
        if (isFullFor(client)) {
            return false;
        }
        inUse++;
        taken.merge(client, 1, Integer::sum);
        return true;
    }

    /** Whether {@link #tryAcquire} would fail for that client now. */
    public synchronized boolean isFullFor(String client) {
        return inUse >= all || taken.getOrDefault(client, 0) >= each;
    }

    /** @throws IllegalStateException if the client holds no permit */
    public synchronized void giveBack(String client) {
        var held = taken.remove(client);
        if (held == null) {
            throw new IllegalStateException("The client holds no permit. Release each permit once.");
        }
        inUse--;
        if (held > 1) {
            taken.put(client, held - 1);
        }
    }

    /** Returns how many permits are in use. */
    public synchronized int inUse() {
        return inUse;
    }
}
