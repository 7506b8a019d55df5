package org.vedfolnir.session.event;

import java.util.Arrays;

/** Why a session ended. The store keeps these names, so they are never renamed. */
public enum EndReason {
    /** The user signed out. */
    SIGNED_OUT,
    /** The application called {@code HttpSession.invalidate()} without a reason. */
    INVALIDATED,
    /** The session reached its idle timeout or its absolute timeout. */
    EXPIRED,
    /** The user ended it from another session. */
    ENDED_BY_USER,
    /** An operator ended it. */
    ENDED_BY_OPERATOR,
    /** Its credentials or account changed: a new password, or the account was locked, closed or deleted. */
    ACCOUNT_CHANGED,
    /** A request came from another browser than the one that signed in. */
    OTHER_CLIENT,
    /** The user signed in once more and had reached the session limit; this was the least recently used session. */
    TOO_MANY_SESSIONS,
    /** The store lost it: the store was emptied or replaced. */
    LOST,
    /** A newer version wrote a reason that this version does not have. */
    OTHER;

    /** Returns the reason with that stored name, or {@link #OTHER} if this version has none of that name. */
    public static EndReason named(String name) {
        return Arrays.stream(values())
                .filter(reason -> reason.name().equals(name))
                .findFirst()
                .orElse(OTHER);
    }

    /** Whether the session ended without an act of its user, so that the sign-in page shows the reason. */
    public boolean isShownToUser() {
        return switch (this) {
            case SIGNED_OUT, INVALIDATED, EXPIRED, LOST, OTHER -> false;
            case ENDED_BY_USER, ENDED_BY_OPERATOR, ACCOUNT_CHANGED, OTHER_CLIENT, TOO_MANY_SESSIONS -> true;
        };
    }
}
