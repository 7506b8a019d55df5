package org.vedfolnir.session.engine;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.vedfolnir.session.document.SessionDocument;

/**
 * Documents of sessions that begin. Thread-safe.
 *
 * @param idleMinutes how long a session lives that nobody uses; 0 or less for ever
 * @param absoluteTimeout how long one lives however busy it is; zero for as long as it is used
 * @param storeTime ms since 1970; the store's clock tells the end
 * @param handles makes a random one for each
 * @param clock tells when a session began
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
