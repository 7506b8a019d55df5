package org.vedfolnir.session.settings;

import java.util.Locale;

/** What simultaneous requests of one session on one node see of each other. */
public enum Concurrency {
    /** They use one live session, as with Tomcat's own manager: its attributes are the same objects for all of them. */
    SHARED,
    /** Each uses its own copy; changes are merged when they are saved. */
    ISOLATED;

    static Concurrency parse(String text) {
        try {
            return valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be shared or isolated", e);
        }
    }
}
