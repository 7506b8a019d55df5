package org.vedfolnir.account;

/** Fired in the request that signs a person in, after the session is hers and before the answer. */
public record SignedIn(Account account) {}
