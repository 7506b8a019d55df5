package org.vedfolnir.session.request;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.http.SessionFacade;
import org.vedfolnir.session.http.SessionVisit;

/** Finds the session that Tomcat's request already has, without asking the store. Stateless. */
final class HeldSession {

    private HeldSession() {}

    static @Nullable SessionVisit of(RequestScopes scopes, Request tomcats) {
        var manager = scopes.runtime().manager();
        return withoutLookup(
                scopes,
                () -> tomcats.getSessionInternal(false) instanceof SessionVisit visit && visit.getManager() == manager
                        ? visit
                        : null);
    }

    /** Finds it through the request that listeners and filters get. */
    static @Nullable SessionVisit behind(RequestScopes scopes, HttpServletRequest request) {
        var runtime = scopes.runtime();
        return withoutLookup(
                scopes,
                () -> request.getSession(false) instanceof SessionFacade facade && facade.isOf(runtime)
                        ? SessionVisit.join(runtime, facade.session())
                        : null);
    }

    /** Whether the request has that session. */
    static boolean isHeld(SessionVisit given, RequestScopes scopes, HttpServletRequest request) {
        return given.isTaken()
                && withoutLookup(
                        scopes,
                        () -> request.getSession(false) instanceof SessionFacade facade
                                && facade.session() == given.session());
    }

    /** Tomcat asks the manager if its request has no session; meanwhile this thread's lookups return "none". */
    private static <T extends @Nullable Object> T withoutLookup(RequestScopes scopes, Supplier<T> question) {
        return scopes.peeking().within(question);
    }
}
