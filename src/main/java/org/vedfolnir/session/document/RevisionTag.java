package org.vedfolnir.session.document;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The last member of a plain document. It differs in each revision of a session, like the authentication tag of a
 * sealed document. It need not be secret, only new.
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
