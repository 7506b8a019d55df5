package org.vedfolnir.session.http;

import jakarta.servlet.SessionTrackingMode;
import java.util.Arrays;
import java.util.Set;
import org.apache.catalina.Context;
import org.jspecify.annotations.Nullable;

/**
 * One id in several applications of a host. Tomcat gives a session the id of another application's if a request is
 * dispatched into this application, if cookies have the path {@code /}, and for the id of a TLS session. A key of the
 * store holds one session of one application, so the other application's session has a key of its own. Stateless.
 */
public final class CrossContextIds {

    private CrossContextIds() {}

    /**
     * Whether an application may have a session under an id that another one created; only then a second lookup is
     * worthwhile, if no session is stored under the id itself.
     */
    static boolean isPossible(Context context) {
        return sharesCookies(context) || isByTls(context) || isDispatchedTo(context);
    }

    /**
     * Whether a new session takes the id that the client sent, which Tomcat offers. Never an invented one, even if
     * Tomcat is configured to accept it ({@code validateClientProvidedNewSessionId}).
     */
    public static boolean adopts(Context context, String sent) {
        return isByTls(context) || sharesCookies(context) && isOfTheHost(context, sent);
    }

    /** As in Tomcat's Request.doGetSession. */
    private static boolean sharesCookies(Context context) {
        return "/".equals(context.getSessionCookiePath());
    }

    /** With tracking mode SSL only, the client cannot choose the id. */
    private static boolean isByTls(Context context) {
        return Set.of(SessionTrackingMode.SSL)
                .equals(context.getServletContext().getEffectiveSessionTrackingModes());
    }

    private static boolean isDispatchedTo(Context context) {
        return context.getParent() != null
                && Arrays.stream(context.getParent().findChildren())
                        .anyMatch(other -> other != context && other instanceof Context from && from.getCrossContext());
    }

    private static boolean isOfTheHost(Context context, String id) {
        return context.getParent() != null
                && SessionRuntime.of(context.getParent())
                        .anyMatch(each -> each.opener().names(id));
    }

    /** The two places where a session may be stored. */
    enum Place {
        /** Under the id itself. */
        OWN,
        /** Under the id that replaces it in this application. */
        CROSSED;

        Place other() {
            return this == OWN ? CROSSED : OWN;
        }

        boolean isCrossed() {
            return this == CROSSED;
        }
    }

    /** Whether the other application's session, whose request was dispatched here, is not stored at its own key. */
    static boolean leavesTheIdItself(@Nullable SessionVisit from, SessionOpener of) {
        var place = from == null ? null : from.session().storedId();
        return place != null && from != null && !place.equals(of.stored(from.getIdInternal(), false));
    }
}
