package org.vedfolnir.session.event;

import java.time.Duration;
import java.util.Optional;

/** How a session stands now, as far as the store remembers. Immutable. */
public sealed interface SessionStatus {

    /**
     * It lives.
     *
     * @param version how often it was saved: another one than before tells that something in it changed
     * @param left how long it lives on if nobody uses it; empty for ever
     */
    record Live(long version, Optional<Duration> left) implements SessionStatus {}

    /** It lives on under another id. Whoever has its cookie has that already, or gets it now. */
    record Moved() implements SessionStatus {}

    /**
     * It was ended.
     *
     * @param reason remembered for a minute; where its person is to be told, for as long as the session would have lived, a day at most
     */
    record Ended(EndReason reason) implements SessionStatus {}

    /** There is none: nobody used it for its time, or it ended long ago, or it never was. */
    record Gone() implements SessionStatus {}

    /**
     * Nobody can say now: in a store of several servers, the one that has it does not answer, and others do. It is asked again, and is
     * neither taken for alive nor for over.
     */
    record Unknown() implements SessionStatus {}
}
