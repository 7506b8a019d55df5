package org.vedfolnir.session.store;

import java.util.Map;

/**
 * A session that expired and that this caller, and no other, has removed. Its document can still be read.
 *
 * @param parts the values that were stored beside the document, by the number of their part
 */
public record ExpiredSession(SessionId id, byte[] document, Map<Integer, byte[]> parts) {}
