package org.vedfolnir.session.http.runtime;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.adoption.SessionAdoption;
import org.vedfolnir.session.engine.SessionEngine;
import org.vedfolnir.session.engine.SessionLimit;
import org.vedfolnir.session.id.ClientIds;
import org.vedfolnir.session.local.LocalEndNotifier;
import org.vedfolnir.session.signon.SingleSignOnRepository;
import org.vedfolnir.session.store.Store;

/**
 * The parts of a manager that exist from its start to its stop. Immutable; its parts are thread-safe.
 *
 * @param ids as clients send them
 * @param signOns of all applications
 * @param localEnds finds local data of sessions that have ended elsewhere
 * @param adoption takes over sessions of another manager; null for none
 */
public record RunningStore(
        Store store,
        SessionEngine engine,
        SessionLimit userLimit,
        ClientIds ids,
        SingleSignOnRepository signOns,
        LocalEndNotifier localEnds,
        @Nullable SessionAdoption adoption) {}
