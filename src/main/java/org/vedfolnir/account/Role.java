package org.vedfolnir.account;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a person may do; each role includes those before it. The names are stored, in lower case in the session. */
public enum Role {
    VIEWER,
    REVIEWER,
    MODERATOR,
    ADMIN;

    /** As it stands in the session's document, and as the container knows it. */
    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this is the other role, or includes it. */
    public boolean atLeast(Role other) {
        return compareTo(other) >= 0;
    }

    /** This role and those that it includes, as the container knows them. */
    public List<String> included() {
        return Arrays.stream(values()).filter(this::atLeast).map(Role::stored).toList();
    }
}
