package org.vedfolnir.session.store.redis.script;

import org.vedfolnir.session.store.SessionWrite;

/** What a save changes in users' indexes, under the session's former id or the new one. Stateless. */
public final class IndexMembership {

    /** A user's index is moved away by one save in so many: it lives for 30 days. */
    private static final int INDEXED_EACH = 16;

    private IndexMembership() {}

    /** Whether the session becomes the user's, or stays it under a new id. */
    public static boolean joins(SessionWrite write) {
        return write.user() != null
                && (write.formerId() != null || !write.user().equals(write.formerUser()));
    }

    /** Whether its entry is written: it joins, or the entry is to live on. */
    public static boolean enters(SessionWrite write) {
        return joins(write) || write.user() != null && write.expectedVersion() % INDEXED_EACH == 0;
    }

    /** Whether its former entry must go. */
    public static boolean leaves(SessionWrite write) {
        return write.formerUser() != null
                && (write.formerId() != null || !write.formerUser().equals(write.user()));
    }
}
