package org.vedfolnir.session.registry;

import jakarta.servlet.http.Cookie;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.catalina.util.SessionConfig;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.SeveralEnded;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.http.VedfolnirSession;
import org.vedfolnir.session.id.DuplicateCookies;

/**
 * The sessions of this application that the several cookies of one request name, so that none of them is opened. Used
 * by one thread.
 */
final class DuplicateCookieSessions {

    private final SessionRuntime runtime;
    private final List<String> candidates;

    DuplicateCookieSessions(SessionRuntime runtime, Cookie @Nullable [] sent) {
        this.runtime = runtime;
        var name = SessionConfig.getSessionCookieName(runtime.context());
        this.candidates = DuplicateCookies.candidates(
                Arrays.stream(sent == null ? new Cookie[0] : sent)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .toList(),
                runtime.running().ids()::isPlausible);
    }

    /** Ends all of them if one has that attribute with that value: a caller that knows the value was shown a page of that session. */
    SeveralEnded end(String attribute, String value, EndReason reason) {
        if (candidates.size() < 2) {
            return SeveralEnded.NONE;
        } else if (candidates.size() > DuplicateCookies.MOST) {
            return SeveralEnded.KEPT;
        }
        var sessions = sessions();
        if (sessions.size() < 2) {
            return SeveralEnded.NONE;
        } else if (sessions.stream().noneMatch(session -> isSame(session.getAttribute(attribute), value))) {
            return SeveralEnded.KEPT;
        }
        sessions.forEach(session -> session.end(reason));
        return SeveralEnded.ENDED;
    }

    private List<VedfolnirSession> sessions() {
        var sessions = new ArrayList<VedfolnirSession>();
        for (var candidate : candidates) {
            var session = runtime.opener().peek(candidate);
            if (session != null) {
                sessions.add(session.session());
            }
        }
        return sessions;
    }

    private static boolean isSame(@Nullable Object known, String sent) {
        return known instanceof String expected
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    }
}
