package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** As {@code User} of Spring Security, whose password is erased after the sign-in. */
final class Account implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private final String username;
    private final @Nullable String password = null;
    private final ArrayList<Authority> authorities;
    private final boolean accountNonExpired = true;
    private final boolean accountNonLocked = true;
    private final boolean credentialsNonExpired = true;
    private final boolean enabled = true;

    Account(String username, ArrayList<Authority> authorities) {
        this.username = username;
        this.authorities = authorities;
    }

    String username() {
        return username;
    }

    boolean maySignIn() {
        return enabled && accountNonExpired && accountNonLocked && credentialsNonExpired && password == null;
    }

    int roles() {
        return authorities.size();
    }
}
