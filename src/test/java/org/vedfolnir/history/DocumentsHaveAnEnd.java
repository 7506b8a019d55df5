package org.vedfolnir.history;

import java.time.Duration;
import java.util.stream.Stream;

/** Every session in Redis has a time to live, at most its idle timeout, the time of use that may be unrecorded, and the 60 s for its listeners. */
final class DocumentsHaveAnEnd implements Rule {

    static final Duration IDLE = Duration.ofMinutes(30);
    /** A touch interval of a minute and a quarter of it, the grace of a minute. */
    static final long LONGEST = IDLE.plusSeconds(75 + 60).toMillis();

    @Override
    public Stream<Violation> broken(History history) {
        return Stream.concat(history.sampled().stream(), history.last().stream())
                .filter(each -> each.timeToLive() < 0 || each.timeToLive() > LONGEST)
                .map(each -> violation(
                        each.at(), "the document of cookie #%s has %d ms to live", each.cookie(), each.timeToLive()));
    }
}
