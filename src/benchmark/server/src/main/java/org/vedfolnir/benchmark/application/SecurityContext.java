package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * As {@code SecurityContextImpl} with an {@link Authentication} in it. It is public, as that is, for those who look for the name of the
 * authentication by reflection: Spring Session's index does.
 */
public final class SecurityContext implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private static final List<String> ROLES = List.of("ROLE_USER", "ROLE_REVIEWER", "ROLE_MODERATOR");

    private final Authentication authentication;

    private SecurityContext(Authentication authentication) {
        this.authentication = authentication;
    }

    /** Spring Security keeps the roles twice: with the account and with the token. */
    static SecurityContext of(String username, String sessionId) {
        var roles = ROLES.stream().map(Authority::new).toList();
        var account = new Account(username, roles);
        return new SecurityContext(new Authentication(account, roles, new ClientDetails("192.0.2.17", sessionId)));
    }

    public Authentication getAuthentication() {
        return authentication;
    }

    /** What a page asks for: the user's name, if they are signed in. */
    Stream<String> user() {
        return authentication.complete() && authentication.roles() == ROLES.size()
                ? Stream.of(authentication.getName())
                : Stream.of();
    }
}
