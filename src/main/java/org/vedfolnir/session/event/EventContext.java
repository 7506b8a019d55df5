package org.vedfolnir.session.event;

import org.jspecify.annotations.Nullable;

/**
 * Where an event happened, and to which session and user. Immutable.
 *
 * @param application the application's name in the manager; empty if an older version wrote the event
 * @param node the node that recorded it
 * @param session the session's handle; null if there was no session
 * @param user the session's user, as the application names them; null if the request is not signed in
 * @param address the client's address, or the operator's; null outside of a request
 * @param userAgent the client's user agent, cut to {@value #LONGEST_USER_AGENT} characters
 * @param operator who did it from the container's console, by the name of their sign-in there; null if no operator did
 */
public record EventContext(
        String application,
        String node,
        @Nullable String session,
        @Nullable String user,
        @Nullable String address,
        @Nullable String userAgent,
        @Nullable String operator) {

    /** A client may send any length; the audit trail stores this many characters. */
    static final int LONGEST_USER_AGENT = 512;

    /** Something that no operator did. */
    public EventContext(
            String application,
            String node,
            @Nullable String session,
            @Nullable String user,
            @Nullable String address,
            @Nullable String userAgent) {
        this(application, node, session, user, address, userAgent, null);
    }

    public EventContext {
        if (userAgent != null && userAgent.length() > LONGEST_USER_AGENT) {
            userAgent = userAgent.substring(0, LONGEST_USER_AGENT);
        }
    }
}
