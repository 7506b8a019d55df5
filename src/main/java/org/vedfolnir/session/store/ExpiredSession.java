package org.vedfolnir.session.store;

/** A session whose time was over and that this caller, and no other, has removed. Its document can still be read. */
public record ExpiredSession(SessionId id, byte[] document) {}
