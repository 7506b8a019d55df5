package org.vedfolnir.session.admin;

import java.util.HashMap;
import java.util.Map;

/**
 * Places for work that holds a thread: so many in all, and of those so many for each client. A client is a network, an account or whatever else
 * must not take all places. Nobody waits for a place. Safe for use by many threads.
 *
 * <pre>{@code
 * if (!shares.take(network)) {
 *     refuse();
 *     return;
 * }
 * try {
 *     work();
 * } finally {
 *     shares.giveBack(network);
 * }
 * }</pre>
 */
public final class Shares {

    private final int all;
    private final int each;
    private final Map<String, Integer> taken = new HashMap<>();
    private int inUse;

    /**
     * Both count places.
     *
     * @param all at least 1
     * @param each at least 1
     */
    public Shares(int all, int each) {
        if (all < 1 || each < 1) {
            throw new IllegalArgumentException(
                    "There are " + all + " places in all and " + each + " for each client. Both must be at least 1.");
        }
        this.all = all;
        this.each = each;
    }

    /** Takes a place at once. @return false when all places are taken, or all that this client may have */
    public synchronized boolean take(String client) {
        if (isFullFor(client)) {
            return false;
        }
        inUse++;
        taken.merge(client, 1, Integer::sum);
        return true;
    }

    /** Whether that client would get no place now. */
    public synchronized boolean isFullFor(String client) {
        return inUse >= all || taken.getOrDefault(client, 0) >= each;
    }

    /** @throws IllegalStateException when the client holds no place */
    public synchronized void giveBack(String client) {
        var held = taken.remove(client);
        if (held == null) {
            throw new IllegalStateException("The client holds no place. Give each place back once.");
        }
        inUse--;
        if (held > 1) {
            taken.put(client, held - 1);
        }
    }

    /** How many places are taken now. */
    public synchronized int inUse() {
        return inUse;
    }
}
