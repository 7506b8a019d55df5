package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** As {@code UsernamePasswordAuthenticationToken}, with the fields of the class above it in a class above this one. */
public final class Authentication extends Token implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private final Account principal;

    @SuppressWarnings("serial") // as Spring Security declares it
    private final @Nullable Object credentials = null;

    Authentication(Account principal, List<Authority> authorities, ClientDetails details) {
        super(authorities, details);
        this.principal = principal;
    }

    public String getName() {
        return principal.username();
    }

    int roles() {
        return principal.roles();
    }

    boolean complete() {
        return valid() && credentials == null && principal.maySignIn();
    }
}
