package org.vedfolnir.session.signon;

import java.security.Principal;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Authentication;

/**
 * Who is signed in in a session, as the document says it, and as the container sees it: each is made of the other when it is asked for, once. That
 * may take the realm, or a class of the application with locks of its own, so nobody waits for another thread that does it. Thread-safe.
 */
public final class SessionUser {

    private final AtomicReference<@Nullable Principal> principal;
    private final @Nullable String type;
    private final AtomicReference<@Nullable Authentication> stored;

    /** Who a document says it is; null for nobody. */
    public SessionUser(@Nullable Authentication stored) {
        this.stored = new AtomicReference<>(stored);
        this.type = null;
        this.principal = new AtomicReference<>();
    }

    /** Whom the container has signed in; null for nobody. */
    public SessionUser(@Nullable Principal principal, @Nullable String type) {
        this.principal = new AtomicReference<>(principal);
        this.type = type;
        this.stored = new AtomicReference<>();
    }

    /** Whether the principal is there, or is nobody. */
    public boolean isKnown() {
        return principal.get() != null || stored.get() == null;
    }

    /** @param here the principal that this node has of the session */
    @Nullable
    public Principal restored(Principals principals, @Nullable Principal here) {
        var known = stored.get();
        if (principal.get() == null && known != null) {
            principal.compareAndSet(null, principals.restored(known, here));
        }
        return principal.get();
    }

    @Nullable
    public Authentication stored(Principals principals) {
        var who = principal.get();
        if (stored.get() == null && who != null) {
            stored.compareAndSet(null, principals.stored(who, type));
        }
        return stored.get();
    }

    /** The principal, where no store can have it. */
    @Nullable
    public Principal ofThisNode() {
        var known = stored.get();
        return known != null && known.principal() instanceof Authentication.OfNode ? principal.get() : null;
    }
}
