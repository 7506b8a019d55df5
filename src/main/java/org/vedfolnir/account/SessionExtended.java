package org.vedfolnir.account;

/** Fired in the request in which a person asks to stay signed in, after her session's end has moved. */
public record SessionExtended(long userId) {}
