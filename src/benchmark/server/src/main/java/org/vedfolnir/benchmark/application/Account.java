package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** As {@code User} of Spring Security, whose password is erased after the sign-in. */
final class Account implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private final String username;
    private final @Nullable String password = null;

    @SuppressWarnings("serial") // as Spring Security declares it
    private final Set<Authority> authorities;

    private final boolean accountNonExpired = true;
    private final boolean accountNonLocked = true;
    private final boolean credentialsNonExpired = true;
    private final boolean enabled = true;

    Account(String username, List<Authority> authorities) {
        this.username = username;
        var sorted = new TreeSet<>(new ByRole());
        sorted.addAll(authorities);
        this.authorities = Collections.unmodifiableSet(sorted);
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

    private static final class ByRole implements Comparator<Authority>, Serializable {

        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public int compare(Authority left, Authority right) {
            return left.role().compareTo(right.role());
        }
    }
}
