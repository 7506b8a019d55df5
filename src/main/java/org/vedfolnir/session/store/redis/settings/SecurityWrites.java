package org.vedfolnir.session.store.redis.settings;

import java.util.Locale;

/**
 * When a write that revokes rights is complete: the end of a session, a change of its id, of its user or of their
 * roles.
 */
public enum SecurityWrites {
    /** As soon as the master has it: a failover a moment later may undo it. */
    ACKNOWLEDGED,
    /** When a replica has it too. */
    REPLICATED;

    public static SecurityWrites parse(String text) {
        try {
            return valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be acknowledged or replicated", e);
        }
    }
}
