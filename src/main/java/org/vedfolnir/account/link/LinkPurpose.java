package org.vedfolnir.account.link;

import java.time.Duration;

/** What a one-time link is for. The names are stored. */
public enum LinkPurpose {
    /** To make the first account of an empty database. */
    FIRST_ACCOUNT("/setup", Duration.ofMinutes(30)),
    /** To choose a password; an administrator hands it over, which may take a while. */
    PASSWORD("/new-password", Duration.ofHours(24));

    private final String path;
    private final Duration life;

    LinkPurpose(String path, Duration life) {
        this.path = path;
        this.life = life;
    }

    /** Where the link leads to, within the application. */
    String path() {
        return path;
    }

    /** How long it opens something. */
    Duration life() {
        return life;
    }
}
