package org.vedfolnir.account;

/**
 * Fired in a request of a session whose account has changed, after the session has copied the account. Other data that the session holds about the
 * account may be out of date.
 */
public record AccountRefreshed(Account account) {}
