package org.vedfolnir.session.document;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What stands at the end of a plain document, and tells it from every other of its session, as the tag of its seal tells a sealed one.
 * It need not be a secret, only new.
 */
final class RevisionTag {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private RevisionTag() {}

    /** 64 bits in 11 characters of Base64url. */
    static String next() {
        var random = ThreadLocalRandom.current().nextLong();
        return ENCODER.encodeToString(
                ByteBuffer.allocate(Long.BYTES).putLong(random).array());
    }
}
