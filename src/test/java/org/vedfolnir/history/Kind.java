package org.vedfolnir.history;

/** A kind of request; the last part of its path. */
enum Kind {
    /** Begins a session without a person. */
    ARRIVE("arrive"),
    SIGN_IN("sign-in"),
    APPEND("append"),
    READ("read"),
    /** Reads the signed-in user, and no list. */
    LOOK("look"),
    CHANGE_ID("change-id"),
    SIGN_OUT("sign-out");

    private final String path;

    Kind(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }

    /** Whether it changes nothing; then it is sent with the method of that meaning. */
    boolean onlyReads() {
        return this == READ || this == LOOK;
    }

    /** Whether its answer may bring a cookie. */
    boolean givesCookie() {
        return this == ARRIVE || this == SIGN_IN || this == CHANGE_ID;
    }

    /** Whether the cookie that it was sent with may open nothing from then on. */
    boolean mayEndCookie() {
        return this == SIGN_IN || this == CHANGE_ID || this == SIGN_OUT;
    }
}
