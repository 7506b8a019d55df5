package org.vedfolnir.session.event;

import java.time.Instant;

/** One thing that happened to a session, or that a visitor tried without having one. Immutable. */
public sealed interface SessionEvent {

    /** A session was stored for the first time. */
    record Created() implements SessionEvent {}

    /** A person proved who she is, in this session. */
    record SignedIn() implements SessionEvent {}

    /** @param reason why, in a word: never the name or password that was tried */
    record SignInFailed(String reason) implements SessionEvent {}

    /** The id changed; the old one is dead. The handle stays. */
    record IdChanged() implements SessionEvent {}

    /** @param platform the platform connection that is current from now on */
    record PlatformSwitched(String platform) implements SessionEvent {}

    /**
     * @param reason why the session ended
     * @param again whether it had ended before, and a failover of the store had brought it back
     */
    record Ended(EndReason reason, boolean again) implements SessionEvent {

        public Ended(EndReason reason) {
            this(reason, false);
        }
    }

    /** @param reason what was refused, in a word */
    record AccessRefused(String reason) implements SessionEvent {}

    /** @param what was done to an account, and to whose: never a password or a link */
    record AccountChanged(String what) implements SessionEvent {}

    /** @param what is unusual about who uses the session, as in {@code Firefox on Windows, not Chrome on Linux} */
    record Anomaly(String what) implements SessionEvent {}

    /** @param name the attribute that cannot be decoded; the session goes on without it */
    record AttributeDropped(String name) implements SessionEvent {}

    /** @param reason why the value in the store is no session, in a word */
    record Unreadable(String reason) implements SessionEvent {}

    /**
     * Events are missing here: the store had no room for them, or somebody removed them before they were read.
     *
     * @param from when the first of them happened, by the store's clock
     * @param to when the last of them happened
     */
    record Gap(Instant from, Instant to) implements SessionEvent {}

    /**
     * A newer version wrote it. It is kept as it is.
     *
     * @param type its stored name
     * @param detail empty when it has none
     */
    record Unknown(String type, String detail) implements SessionEvent {}
}
