package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;

/** As {@code AbstractAuthenticationToken}. */
class Token implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private final ArrayList<Authority> authorities;
    private final ClientDetails details;
    private final boolean authenticated = true;

    Token(ArrayList<Authority> authorities, ClientDetails details) {
        this.authorities = authorities;
        this.details = details;
    }

    boolean valid() {
        return authenticated
                && details.known()
                && authorities.stream().allMatch(each -> each.role().startsWith("ROLE_"));
    }
}
