package org.vedfolnir.account;

/** Fired in the request by which a user extends the session, after the expiry of the session has moved. */
public record SessionExtended(long userId) {}
