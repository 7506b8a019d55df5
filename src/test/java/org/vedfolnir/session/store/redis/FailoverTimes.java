package org.vedfolnir.session.store.redis;

import java.time.Instant;
import java.util.regex.Pattern;

/** The period in which changes may be lost, parsed from a message. */
record FailoverTimes(Instant from, Instant until) {

    private static final Pattern TIMES = Pattern.compile(" between (\\S+) and (\\S+) ");

    static FailoverTimes in(String sentence) {
        var found = TIMES.matcher(sentence);
        if (!found.find()) {
            throw new AssertionError("No times in: " + sentence);
        }
        return new FailoverTimes(Instant.parse(found.group(1)), Instant.parse(found.group(2)));
    }
}
