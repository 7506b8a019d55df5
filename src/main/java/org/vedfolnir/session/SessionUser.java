package org.vedfolnir.session;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Authentication;

/** Who is signed in in a session, as the document says it, and as the container sees it: each is made of the other when it is asked for, once. */
final class SessionUser {

    private @Nullable Principal principal;
    private final @Nullable String type;
    private @Nullable Authentication stored;
    private boolean known;

    /** Who a document says it is; null for nobody. */
    SessionUser(@Nullable Authentication stored) {
        this.stored = stored;
        this.type = null;
        this.known = stored == null;
    }

    /** Whom the container has signed in; null for nobody. */
    SessionUser(@Nullable Principal principal, @Nullable String type) {
        this.principal = principal;
        this.type = type;
        this.known = true;
    }

    /** Whether the principal is there, or is nobody. */
    synchronized boolean isKnown() {
        return known;
    }

    /** @param here the principal that this node has of the session */
    synchronized @Nullable Principal restored(Principals principals, @Nullable Principal here) {
        if (!known && stored != null) {
            principal = principals.restored(stored, here);
            known = true;
        }
        return principal;
    }

    synchronized @Nullable Authentication stored(Principals principals) {
        if (stored == null && principal != null) {
            stored = principals.stored(principal, type);
        }
        return stored;
    }

    /** The principal, where no store can have it. */
    synchronized @Nullable Principal ofThisNode() {
        return stored != null && stored.principal() instanceof Authentication.OfNode ? principal : null;
    }
}
