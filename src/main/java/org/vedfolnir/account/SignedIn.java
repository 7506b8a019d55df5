package org.vedfolnir.account;

/**
 * Fired in the request that signs a user in, after the session is filled and before it is saved. If the limit of sessions then rejects the sign-in,
 * {@link SignedOut} follows at once.
 */
public record SignedIn(Account account) {}
