package org.vedfolnir.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.vedfolnir.session.admin.Secrets;
import org.vedfolnir.session.admin.SessionRegistry;

/**
 * Encrypts access tokens with the keys of the session documents, bound to their row and its owner. Without keys no token is stored: a key in the same
 * database would protect nothing. Thread-safe.
 */
@ApplicationScoped
class TokenEncryption {

    @Inject
    SessionRegistry registry;

    boolean canBeKept() {
        return registry.secrets().available();
    }

    String seal(PlatformConnection owner, String token) {
        return registry.secrets().seal(token, place(owner));
    }

    /** Empty if there is no token, or if the current keys cannot decrypt it. */
    Optional<Secrets.Opened> open(PlatformConnection owner) {
        var sealed = owner.getAccessToken();
        return sealed == null ? Optional.empty() : registry.secrets().open(sealed, place(owner));
    }

    private static String place(PlatformConnection owner) {
        return "platform_connection/access_token/" + owner.getId() + "/" + owner.getAccountId();
    }
}
