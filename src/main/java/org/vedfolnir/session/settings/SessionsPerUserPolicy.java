package org.vedfolnir.session.settings;

/** What happens if a user with as many sessions as allowed signs in again. */
public enum SessionsPerUserPolicy {
    /** The least recently used session ends. */
    END_OLDEST,
    /** The new session is refused. */
    REJECT;

    static SessionsPerUserPolicy parse(String text) {
        try {
            return valueOf(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be END_OLDEST or REJECT", e);
        }
    }
}
