package org.vedfolnir.session.event;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Creates a unique id for each event: a random prefix of this process and a number. Positions in a feed are not unique,
 * since two streams, or one stream before and after a failover, may give the same position to two events. Thread-safe.
 */
final class EventId {

    private static final int BYTES = 9;
    private static final String PROCESS = random();
    private static final AtomicLong NUMBER = new AtomicLong();

    private EventId() {}

    /** At most 26 characters: 12 of Base64url, a dot, and a number in base 36. */
    static String next() {
        return PROCESS + "." + Long.toString(NUMBER.incrementAndGet(), 36);
    }

    private static String random() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
