package org.vedfolnir.account.link;

import java.time.Instant;

/**
 * A link that was just issued. Its token is shown once and cannot be read again.
 *
 * @param token 256 random bits in Base64url
 */
public record IssuedLink(LinkPurpose purpose, String token, Instant expiresAt) {

    /** The path within the application. */
    public String path() {
        return purpose.path() + "?token=" + token;
    }

    /** Hides the token, which the default text of a record would show. */
    @Override
    public String toString() {
        return "IssuedLink[" + purpose + ", until " + expiresAt + "]";
    }
}
