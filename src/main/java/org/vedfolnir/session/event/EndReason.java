package org.vedfolnir.session.event;

import java.util.Arrays;

/** Why a session ended. The names are stored; they are never renamed. */
public enum EndReason {
    /** Its owner signed out. */
    SIGNED_OUT,
    /** The application called {@code HttpSession.invalidate()} without saying why. */
    INVALIDATED,
    /** Nobody used it for its idle timeout, or it reached its absolute end. */
    EXPIRED,
    /** Its owner ended it from another session. */
    ENDED_BY_USER,
    /** An operator ended it. */
    ENDED_BY_OPERATOR,
    /** What it was signed in with changed: the password, or the account was locked, closed or deleted. */
    ACCOUNT_CHANGED,
    /** It was used from another browser than the one it was signed in with. */
    OTHER_CLIENT,
    /** Its user signed in once more and had as many sessions as allowed; of all of them it was not used for the longest time. */
    TOO_MANY_SESSIONS,
    /** The store lost it: it was emptied, or another one took its place. */
    LOST,
    /** A newer version wrote a reason that this version does not know. */
    OTHER;

    /** The reason of that stored name; {@link #OTHER} when this version knows none of that name. */
    public static EndReason named(String name) {
        return Arrays.stream(values())
                .filter(reason -> reason.name().equals(name))
                .findFirst()
                .orElse(OTHER);
    }

    /** Whether it happened behind the back of whoever uses the session, who is to be told why when she comes back. */
    public boolean isToBeTold() {
        return switch (this) {
            case SIGNED_OUT, INVALIDATED, EXPIRED, LOST, OTHER -> false;
            case ENDED_BY_USER, ENDED_BY_OPERATOR, ACCOUNT_CHANGED, OTHER_CLIENT, TOO_MANY_SESSIONS -> true;
        };
    }
}
