package org.vedfolnir.session;

import java.util.Locale;

/** Whether each request asks the store. */
enum ReadMode {
    /** It does: what any node acknowledged is seen by the next request of every node. */
    STRICT,
    /** It does not while the store tells of changes: those of other nodes are seen a moment later, within {@link TrustedReads#BOUND}. */
    TRACKED;

    static boolean isOfRedissonTomcat(String text) {
        return "REDIS".equalsIgnoreCase(text) || "MEMORY".equalsIgnoreCase(text);
    }

    static ReadMode parse(String text) {
        try {
            return isOfRedissonTomcat(text) ? STRICT : valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is strict or tracked", e);
        }
    }
}
