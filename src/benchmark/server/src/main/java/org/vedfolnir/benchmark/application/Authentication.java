package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** As {@code UsernamePasswordAuthenticationToken}, with the fields of the class above it in a class above this one. */
final class Authentication extends Token implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private final Account principal;
    private final @Nullable Serializable credentials = null;

    Authentication(Account principal, ArrayList<Authority> authorities, ClientDetails details) {
        super(authorities, details);
        this.principal = principal;
    }

    Account principal() {
        return principal;
    }

    boolean complete() {
        return valid() && credentials == null && principal.maySignIn();
    }
}
