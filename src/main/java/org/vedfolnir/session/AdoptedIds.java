package org.vedfolnir.session;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.http.CrossContextIds;
import org.vedfolnir.session.request.RequestScope;
import org.vedfolnir.session.request.RequestScopes;

/**
 * Decides which client's id a new session takes over: only the id of another application's session, if that application
 * dispatches the request here, or if both share their cookies. Thread-safe.
 */
record AdoptedIds(RequestScopes requests) {

    /**
     * @param scope of the request; null if there is none
     * @return null if the session gets a new id
     */
    @Nullable
    String of(String sent, @Nullable RequestScope scope) {
        if (requests.crossing(sent) != null) {
            return sent;
        }
        var runtime = requests.runtime();
        var offered = scope == null ? sent : scope.lookup().offered(sent);
        return runtime.running().ids().isPlausible(offered)
                        && runtime.persistence()
                                .recordingOutage(() -> CrossContextIds.adopts(runtime.context(), offered))
                ? offered
                : null;
    }
}
