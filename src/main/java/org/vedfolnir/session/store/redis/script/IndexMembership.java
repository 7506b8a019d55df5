package org.vedfolnir.session.store.redis.script;

import org.vedfolnir.session.store.SessionWrite;

/** The changes of a save to users' indexes, under the session's former id or the new one. Stateless. */
public final class IndexMembership {

    /** Every so many saves renew the entry of the user's index, which lives for 30 days. */
    private static final int INDEXED_EACH = 16;

    private IndexMembership() {}

    /** Whether the session is new for the user, or gets a new id. */
    public static boolean joins(SessionWrite write) {
        return write.user() != null
                && (write.formerId() != null || !write.user().equals(write.formerUser()));
    }

    /** Whether to write its entry: it joins, or the entry is to be renewed. */
    public static boolean enters(SessionWrite write) {
        return joins(write) || write.user() != null && write.expectedVersion() % INDEXED_EACH == 0;
    }

    /** Whether to remove its former entry. */
    public static boolean leaves(SessionWrite write) {
        return write.formerUser() != null
                && (write.formerId() != null || !write.formerUser().equals(write.user()));
    }
}
