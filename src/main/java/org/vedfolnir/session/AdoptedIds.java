package org.vedfolnir.session;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.http.CrossContextIds;
import org.vedfolnir.session.request.RequestScope;
import org.vedfolnir.session.request.RequestScopes;

/**
 * Which id of a client a new session takes over: only that of another application's session, from which the request crosses into this
 * application, or which shares its cookies with it. Thread-safe.
 */
record AdoptedIds(RequestScopes requests) {

    /**
     * @param scope of the request; null for none
     * @return null when the session gets an id of its own
     */
    @Nullable
    String of(String sent, @Nullable RequestScope scope) {
        if (requests.crossing(sent) != null) {
            return sent;
        }
        var runtime = requests.runtime();
        var offered = scope == null ? sent : scope.lookup().offered(sent);
        return runtime.running().ids().isPlausible(offered)
                        && runtime.persistence().noting(() -> CrossContextIds.adopts(runtime.context(), offered))
                ? offered
                : null;
    }
}
