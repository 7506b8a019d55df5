package org.vedfolnir.account;

import java.time.Instant;

/**
 * A link that was just made. Nobody can read its token again: it is told once.
 *
 * @param token 256 random bits in Base64url
 */
record IssuedLink(LinkPurpose purpose, String token, Instant expiresAt) {

    /** Within the application. */
    String path() {
        return purpose.path() + "?token=" + token;
    }

    /** A record's own text would show the token. */
    @Override
    public String toString() {
        return "IssuedLink[" + purpose + ", until " + expiresAt + "]";
    }
}
