package org.vedfolnir.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.vedfolnir.session.store.SessionId;

/**
 * A request that is dispatched into another application has a session there under the very id that it has in its own; Tomcat passes
 * that id on. At one key of the store lies one session of one application, so that of the other lies elsewhere. Stateless.
 */
final class Crossing {

    private Crossing() {}

    /** Where the session of that id lies that a request made in an application that it crossed into. */
    static SessionId into(String application, String id) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(("vedfolnir crossing\n" + application + "\n" + id).getBytes(StandardCharsets.UTF_8));
            return new SessionId(Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "This Java has no SHA-256, which every Java must have. Check its security file.", e);
        }
    }
}
