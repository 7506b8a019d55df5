package org.vedfolnir.session.store;

import java.util.Map;

/**
 * A session whose time was over and that this caller, and no other, has removed. Its document can still be read.
 *
 * @param parts the values that lay beside the document, by the number of their part
 */
public record ExpiredSession(SessionId id, byte[] document, Map<Integer, byte[]> parts) {}
