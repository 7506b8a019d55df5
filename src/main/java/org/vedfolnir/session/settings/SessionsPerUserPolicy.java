package org.vedfolnir.session.settings;

/** What happens when a user who has as many sessions as allowed signs in once more. */
public enum SessionsPerUserPolicy {
    /** The session that was not used for the longest time ends. */
    END_OLDEST,
    /** The new session is refused. */
    REJECT;

    static SessionsPerUserPolicy parse(String text) {
        try {
            return valueOf(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is END_OLDEST or REJECT", e);
        }
    }
}
