package org.vedfolnir.session.settings;

import java.util.Locale;

/** What requests of one session that run at once on one node see of each other. */
public enum Concurrency {
    /** They work on one live session, as with Tomcat's own manager: its attributes are the same objects for all of them. */
    SHARED,
    /** Each works on a copy of its own, and what they changed is merged when they save. */
    ISOLATED;

    static Concurrency parse(String text) {
        try {
            return valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is shared or isolated", e);
        }
    }
}
