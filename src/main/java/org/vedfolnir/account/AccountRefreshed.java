package org.vedfolnir.account;

/** Fired in a request of a session whose account changed, after the session has copied it: what else it holds of the account may be old. */
public record AccountRefreshed(Account account) {}
