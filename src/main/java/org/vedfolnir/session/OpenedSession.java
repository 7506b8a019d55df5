package org.vedfolnir.session;

import org.vedfolnir.session.document.SessionDocument;

/**
 * A session as a request finds it.
 *
 * @param lastAccess by the store's clock, ms since 1970
 */
record OpenedSession(SessionDocument document, long lastAccess) {}
