package org.vedfolnir.platform.draft;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.platform.PlatformConnection;
import org.vedfolnir.platform.PlatformContext;
import org.vedfolnir.platform.PlatformRequired;
import org.vedfolnir.platform.Platforms;

/** The draft of a post and the connection that it is for. Each session stores one. No query creates a session. For one request. */
@Named
@RequestScoped
public class Draft {

    /** Characters. */
    static final int LONGEST = 5000;

    /** The session attributes; the first is also the name of the form field. */
    static final String TEXT = "draft";

    private static final String PLATFORM = "draft_platform_connection_id";

    @Inject
    HttpServletRequest request;

    @Inject
    SessionContext session;

    @Inject
    PlatformContext current;

    @Inject
    Platforms platforms;

    /** The submitted text if it is too long, otherwise the stored one. */
    public String getText() {
        return isTooLong() ? sent() : Objects.toString(attribute(TEXT), "");
    }

    /** Whether the submitted text is too long to be stored. */
    public boolean isTooLong() {
        return sent().length() > LONGEST;
    }

    public int getLength() {
        return sent().length();
    }

    public int getLongest() {
        return LONGEST;
    }

    private String sent() {
        // a browser sends a line end as two characters but counts one
        return Objects.toString(request.getParameter(TEXT), "").replace("\r\n", "\n");
    }

    /** The name of the connection that the draft was written for if it is not the current one; null otherwise. */
    public @Nullable String getOtherPlatform() {
        return attribute(PLATFORM) instanceof Number id
                        && !Long.valueOf(id.longValue()).equals(current.getId())
                ? platforms
                        .find(session.requireUserId(), id.longValue())
                        .map(PlatformConnection::getName)
                        .orElse(null)
                : null;
    }

    private @Nullable Object attribute(String name) {
        var http = request.getSession(false);
        return http == null ? null : http.getAttribute(name);
    }

    /** Stores the submitted text for the current connection; an empty text deletes the draft. */
    @PlatformRequired
    public void keep() {
        var http = request.getSession();
        if (sent().isBlank()) {
            http.removeAttribute(TEXT);
            http.removeAttribute(PLATFORM);
        } else {
            http.setAttribute(TEXT, sent());
            http.setAttribute(PLATFORM, current.require());
        }
    }
}
