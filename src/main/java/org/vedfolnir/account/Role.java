package org.vedfolnir.account;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The permissions of a user. Each role includes the roles before it. The names are stored, in lower case in the session. */
public enum Role {
    VIEWER,
    REVIEWER,
    MODERATOR,
    ADMIN;

    /** The name in the session document, which is also the role name of the container. */
    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this is the other role, or includes it. */
    public boolean atLeast(Role other) {
        return compareTo(other) >= 0;
    }

    /** This role and the roles that it includes, by the names that the container uses. */
    public List<String> included() {
        return Arrays.stream(values()).filter(this::atLeast).map(Role::stored).toList();
    }
}
