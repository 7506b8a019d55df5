package org.vedfolnir.session.engine;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.vedfolnir.session.document.SessionDocument;

/**
 * Creates the first documents of new sessions. Thread-safe.
 *
 * @param idleMinutes the idle timeout; 0 or less for none
 * @param absoluteTimeout the longest life of a session, however busy it is; zero for no limit
 * @param storeTime the store's clock, ms since 1970; the absolute end is computed from it
 * @param handles generates a random handle for each session
 * @param clock the time at which a session began
 */
public record FreshDocuments(
        IntSupplier idleMinutes,
        Duration absoluteTimeout,
        LongSupplier storeTime,
        Supplier<String> handles,
        InstantSource clock)
        implements Supplier<SessionDocument> {

    @Override
    public SessionDocument get() {
        var idle = Math.max(0, idleMinutes.getAsInt()) * 60_000L;
        var until = absoluteTimeout.isZero() ? 0 : storeTime.getAsLong() + absoluteTimeout.toMillis();
        return SessionDocument.begin(until, idle, handles.get(), clock.instant());
    }
}
