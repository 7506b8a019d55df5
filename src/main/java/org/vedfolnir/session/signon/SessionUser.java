package org.vedfolnir.session.signon;

import java.security.Principal;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Authentication;

/**
 * The user of a session, in its stored form and as the container's principal. Each is computed once from the other, on
 * demand. That may call the realm, or a class of the application with its own locks, so no thread waits for another
 * one's computation. Thread-safe.
 */
public final class SessionUser {

    private final AtomicReference<@Nullable Principal> principal;
    private final @Nullable String type;
    private final AtomicReference<@Nullable Authentication> stored;

    /** @param stored the user in the document; null if nobody is signed in */
    public SessionUser(@Nullable Authentication stored) {
        this.stored = new AtomicReference<>(stored);
        this.type = null;
        this.principal = new AtomicReference<>();
    }

    /** @param principal that the container authenticated; null if nobody is signed in */
    public SessionUser(@Nullable Principal principal, @Nullable String type) {
        this.principal = new AtomicReference<>(principal);
        this.type = type;
        this.stored = new AtomicReference<>();
    }

    /** Whether the principal is computed, or nobody is signed in. */
    public boolean isKnown() {
        return principal.get() != null || stored.get() == null;
    }

    /** @param here this node's principal of the session */
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
        var known = principal.get();
        if (stored.get() == null && known != null) {
            stored.compareAndSet(null, principals.stored(known, type));
        }
        return stored.get();
    }

    /** Returns the principal if it cannot be stored, otherwise null. */
    @Nullable
    public Principal ofThisNode() {
        var known = stored.get();
        return known != null && known.principal() instanceof Authentication.OfNode ? principal.get() : null;
    }
}
