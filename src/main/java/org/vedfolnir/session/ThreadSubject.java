package org.vedfolnir.session;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.http.SessionVisit;
import org.vedfolnir.session.log.LogContext;
import org.vedfolnir.session.log.LogSubject;
import org.vedfolnir.session.request.RequestScopes;

/**
 * Tells a log formatter whether the current thread works for one application: by the request that it serves, or by the class
 * loader that Tomcat gives to threads of the application. It reads what is there, and calls neither the store nor the
 * application. Thread-safe.
 */
final class ThreadSubject implements LogContext.Source {

    private final RequestScopes requests;

    ThreadSubject(RequestScopes requests) {
        this.requests = requests;
    }

    @Override
    public @Nullable LogSubject current() {
        var scope = requests.current();
        var components = requests.runtime().componentsIfAny();
        if (components == null || scope == null && !isOfTheApplication()) {
            return null;
        }
        var visit = scope == null ? null : scope.session();
        return new LogSubject(
                components.events().node(),
                components.events().application(),
                visit == null || requests.runtime().runningIfAny() == null ? null : reference(visit));
    }

    private boolean isOfTheApplication() {
        var context = requests.runtime().context();
        var loader = context == null ? null : context.getLoader();
        var classes = loader == null ? null : loader.getClassLoader();
        return classes != null && classes == Thread.currentThread().getContextClassLoader();
    }

    /** A session that begins is not stored yet, and will be under this id. */
    private static String reference(SessionVisit visit) {
        var session = visit.session();
        var stored = session.storedId();
        return (stored == null ? session.storedUnder(session.getIdInternal()) : stored).reference();
    }
}
