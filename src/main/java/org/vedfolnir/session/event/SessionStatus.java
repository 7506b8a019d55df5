package org.vedfolnir.session.event;

import java.time.Duration;
import java.util.Optional;

/** The current state of a session, as far as the store remembers it. Immutable. */
public sealed interface SessionStatus {

    /**
     * The session is live.
     *
     * @param version how often it was saved; a change of the version means that the session changed
     * @param left the time until it expires if it is not used; empty if it never expires
     * @param unused the time since its last use, to the precision of {@code touchInterval}; zero if it never expires
     */
    record Live(long version, Optional<Duration> left, Duration unused) implements SessionStatus {}

    /** The session is live under another id. Its client has the new cookie or is receiving it. */
    record Moved() implements SessionStatus {}

    /**
     * The session was ended.
     *
     * @param reason remembered for a minute; if the user is to see it, for as long as the session would have lived, but
     *     at most a day
     */
    record Ended(EndReason reason) implements SessionStatus {}

    /** There is no such session: it expired, ended long ago, or never existed. */
    record Gone() implements SessionStatus {}

    /**
     * The state cannot be determined now: the server that has the session does not answer, and others do. Callers query
     * it again and treat it neither as live nor as ended.
     */
    record Unknown() implements SessionStatus {}
}
