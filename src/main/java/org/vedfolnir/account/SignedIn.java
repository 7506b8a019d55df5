package org.vedfolnir.account;

/**
 * Fired in the request that signs a person in, when the session is hers and before it is saved. When a limit then keeps her out, {@link
 * SignedOut} follows at once.
 */
public record SignedIn(Account account) {}
