package org.vedfolnir.account.link;

import java.time.Duration;

/** The purpose of a one-time link. The names are stored. */
public enum LinkPurpose {
    /** Creates the first account of an empty database. */
    FIRST_ACCOUNT("/setup", Duration.ofMinutes(30)),
    /** Sets a password. An administrator passes the link on, which may take a while. */
    PASSWORD("/new-password", Duration.ofHours(24));

    private final String path;
    private final Duration life;

    LinkPurpose(String path, Duration life) {
        this.path = path;
        this.life = life;
    }

    /** The path within the application. */
    String path() {
        return path;
    }

    /** How long the link is valid. */
    Duration life() {
        return life;
    }
}
