package org.vedfolnir.session.settings;

import java.util.Locale;
import org.vedfolnir.session.engine.TrackedReads;

/** Whether each request asks the store. */
public enum ReadMode {
    /** It does: what any node acknowledged is seen by the next request of every node. */
    STRICT,
    /** It does not while the store tells of changes: those of other nodes are seen a moment later, within {@link TrackedReads#BOUND}. */
    TRACKED;

    public static boolean isOfRedissonTomcat(String text) {
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
