package org.vedfolnir.account;

/** Fired in the request by which a user signs out, while the session still exists. */
public record SignedOut(long userId, String username) {}
