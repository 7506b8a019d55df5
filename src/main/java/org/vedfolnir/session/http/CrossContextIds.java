package org.vedfolnir.session.http;

import jakarta.servlet.SessionTrackingMode;
import java.util.Arrays;
import java.util.Set;
import org.apache.catalina.Context;
import org.jspecify.annotations.Nullable;

/**
 * One id in several applications of a host. Tomcat gives a session the id of another application's: where a request is dispatched into
 * this one, and where cookies have the path {@code /}. So does it with the id of a TLS session. At one key of the store lies one session of one
 * application, so that of the other lies at a key of its own. Stateless.
 */
public final class CrossContextIds {

    private CrossContextIds() {}

    /**
     * Whether an application may have a session under an id that another one began: only then it is worth a question. Asked when no session
     * lies under the id itself.
     */
    static boolean isPossible(Context context) {
        return sharesCookies(context) || isByTls(context) || isDispatchedTo(context);
    }

    /**
     * Whether a session of a new application takes the id that the client sent, which Tomcat offers: never one that is made up, also where
     * Tomcat is configured to accept it ({@code validateClientProvidedNewSessionId}).
     */
    public static boolean adopts(Context context, String sent) {
        return isByTls(context) || sharesCookies(context) && isOfTheHost(context, sent);
    }

    /** Request.doGetSession of Tomcat. */
    private static boolean sharesCookies(Context context) {
        return "/".equals(context.getSessionCookiePath());
    }

    /** The id is none that the client chose; it comes by no other way then. */
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

    /** Where a session may lie, and the other place, if there is one. */
    enum Place {
        /** Under the id itself. */
        OWN,
        /** Under the id that stands for it in this application. */
        CROSSED;

        Place other() {
            return this == OWN ? CROSSED : OWN;
        }

        boolean isCrossed() {
            return this == CROSSED;
        }
    }

    /** The session of another application whose request came into this one has lain at its own key, if any has. */
    static boolean leavesTheIdItself(@Nullable SessionVisit from, SessionOpener of) {
        var place = from == null ? null : from.session().storedId();
        return place != null && from != null && !place.equals(of.stored(from.getIdInternal(), false));
    }
}
