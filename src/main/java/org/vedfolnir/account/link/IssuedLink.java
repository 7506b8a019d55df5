package org.vedfolnir.account.link;

import java.time.Instant;

/**
 * A link that was just issued. Its token cannot be read again: it is shown once.
 *
 * @param token 256 random bits in Base64url
 */
public record IssuedLink(LinkPurpose purpose, String token, Instant expiresAt) {

    /** Within the application. */
    public String path() {
        return purpose.path() + "?token=" + token;
    }

    /** A record's own text would show the token. */
    @Override
    public String toString() {
        return "IssuedLink[" + purpose + ", until " + expiresAt + "]";
    }
}
