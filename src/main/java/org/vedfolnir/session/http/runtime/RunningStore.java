package org.vedfolnir.session.http.runtime;

import org.vedfolnir.session.engine.SessionEngine;
import org.vedfolnir.session.engine.SessionLimit;
import org.vedfolnir.session.id.ClientIds;
import org.vedfolnir.session.local.LocalEndNotifier;
import org.vedfolnir.session.signon.SingleSignOnRepository;
import org.vedfolnir.session.store.Store;

/**
 * What a manager has from its start to its stop. Immutable; what it holds is thread-safe.
 *
 * @param ids as clients send them
 * @param signOns of all applications
 * @param localEnds notifies what this node keeps of sessions that have ended elsewhere
 */
public record RunningStore(
        Store store,
        SessionEngine engine,
        SessionLimit userLimit,
        ClientIds ids,
        SingleSignOnRepository signOns,
        LocalEndNotifier localEnds) {}
