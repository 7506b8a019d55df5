package org.vedfolnir.session.event;

import java.time.Instant;

/** Something that happened to a session, or that a visitor without a session tried. Immutable. */
public sealed interface SessionEvent {

    /**
     * A session was stored for the first time.
     *
     * @param from the manager from which it was taken over, for example {@code redisson-tomcat}; empty for none
     */
    record Created(String from) implements SessionEvent {

        public Created() {
            this("");
        }
    }

    /** A user authenticated in this session. */
    record SignedIn() implements SessionEvent {}

    /** @param reason why, in a word; never the attempted name or password */
    record SignInFailed(String reason) implements SessionEvent {}

    /** The session id changed and the old one is invalid. The handle stays. */
    record IdChanged() implements SessionEvent {}

    /** @param platform the connection that is current now */
    record PlatformSwitched(String platform) implements SessionEvent {}

    /**
     * @param reason why the session ended
     * @param again whether it had ended before and a failover of the store brought it back
     */
    record Ended(EndReason reason, boolean again) implements SessionEvent {

        public Ended(EndReason reason) {
            this(reason, false);
        }
    }

    /** @param reason what was refused, in a word */
    record AccessRefused(String reason) implements SessionEvent {}

    /** @param what the change and the account it was made to; never a password or a link */
    record AccountChanged(String what) implements SessionEvent {}

    /** @param what is unusual about the client, for example {@code Firefox on Windows, not Chrome on Linux} */
    record Anomaly(String what) implements SessionEvent {}

    /** @param name the attribute that cannot be decoded; the session continues without it */
    record AttributeDropped(String name) implements SessionEvent {}

    /** @param name the attribute that an operator removed from the session */
    record AttributeRemoved(String name) implements SessionEvent {}

    /** @param reason why the value in the store is not a session, in a word */
    record Unreadable(String reason) implements SessionEvent {}

    /**
     * Events are missing here: the store had no room for them, or they were removed before a reader took them.
     *
     * @param from when the first of them happened, by the store's clock
     * @param to when the last of them happened
     */
    record Gap(Instant from, Instant to) implements SessionEvent {}

    /**
     * An event of a type that only newer versions have, unchanged.
     *
     * @param type its stored name
     * @param detail empty if it has none
     */
    record Unknown(String type, String detail) implements SessionEvent {}
}
