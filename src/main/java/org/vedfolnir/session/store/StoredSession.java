package org.vedfolnir.session.store;

/**
 * A session as the store returns it.
 *
 * @param version the document's version
 * @param document the document
 * @param lastAccess when it was last used before this call, ms since 1970 by the store's clock, to the precision of
 *     {@code touchInterval}
 * @param now the store's clock, ms since 1970
 */
public record StoredSession(long version, byte[] document, long lastAccess, long now) {}
