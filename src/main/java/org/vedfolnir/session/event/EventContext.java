package org.vedfolnir.session.event;

import org.jspecify.annotations.Nullable;

/**
 * Who and where. Immutable.
 *
 * @param application whose event it is: the application as the manager names it; empty where an older version wrote it
 * @param node the node that saw it
 * @param session handle of the session; null when there was none
 * @param user the session's user, as the application names it; null when nobody is signed in
 * @param address the client's address; null when no request was there
 * @param userAgent the client's user agent, cut to {@value #LONGEST_USER_AGENT} characters
 */
public record EventContext(
        String application,
        String node,
        @Nullable String session,
        @Nullable String user,
        @Nullable String address,
        @Nullable String userAgent) {

    /** A client may send any length; the audit trail keeps this much of it. */
    public static final int LONGEST_USER_AGENT = 512;

    public EventContext {
        if (userAgent != null && userAgent.length() > LONGEST_USER_AGENT) {
            userAgent = userAgent.substring(0, LONGEST_USER_AGENT);
        }
    }
}
