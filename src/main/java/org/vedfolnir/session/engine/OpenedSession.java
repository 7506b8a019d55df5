package org.vedfolnir.session.engine;

import org.vedfolnir.session.document.SessionDocument;

/**
 * A session as the store returned it to a request.
 *
 * @param lastAccess by the store's clock, ms since 1970
 */
public record OpenedSession(SessionDocument document, long lastAccess) {}
