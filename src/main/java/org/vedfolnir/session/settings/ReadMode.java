package org.vedfolnir.session.settings;

import java.util.Locale;
import org.vedfolnir.session.engine.TrackedReads;

/** Whether each request asks the store. */
public enum ReadMode {
    /** It does: the next request on every node sees each change that any node acknowledged. */
    STRICT,
    /** It does not, as long as the store notifies of changes: it sees those of other nodes within {@link TrackedReads#BOUND}. */
    TRACKED;

    public static boolean isOfRedissonTomcat(String text) {
        return "REDIS".equalsIgnoreCase(text) || "MEMORY".equalsIgnoreCase(text);
    }

    static ReadMode parse(String text) {
        try {
            return isOfRedissonTomcat(text) ? STRICT : valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be strict or tracked", e);
        }
    }
}
