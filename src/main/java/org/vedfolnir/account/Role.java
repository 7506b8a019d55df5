package org.vedfolnir.account;

/** What a person may do; each role includes those before it. The names are stored. */
public enum Role {
    VIEWER,
    REVIEWER,
    MODERATOR,
    ADMIN;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
