package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** As {@code AbstractAuthenticationToken}. */
class Token implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // as Spring Security declares it
    private final Collection<Authority> authorities;

    private final ClientDetails details;
    private final boolean authenticated = true;

    Token(List<Authority> authorities, ClientDetails details) {
        this.authorities = Collections.unmodifiableList(new ArrayList<>(authorities));
        this.details = details;
    }

    boolean valid() {
        return authenticated
                && details.known()
                && authorities.stream().allMatch(each -> each.role().startsWith("ROLE_"));
    }
}
