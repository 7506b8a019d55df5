package org.vedfolnir.account;

/** Fired in the request in which a user asks to stay signed in, after the expiry of the session has moved. */
public record SessionExtended(long userId) {}
