package org.vedfolnir.session;

import org.vedfolnir.session.store.SessionStore;

/**
 * What a manager has from its start to its stop. Immutable; what it holds is thread-safe.
 *
 * @param ids as clients send them
 * @param signOns of all applications
 * @param localEnds tells what this node keeps of sessions that have ended elsewhere
 */
record Serving(
        SessionStore store,
        SessionEngine engine,
        UserLimit userLimit,
        ClientIds ids,
        SignOns signOns,
        LocalEnds localEnds) {}
