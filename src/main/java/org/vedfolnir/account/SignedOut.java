package org.vedfolnir.account;

/** Fired in the request in which a person signs out, while the session is still there. */
public record SignedOut(long userId, String username) {}
