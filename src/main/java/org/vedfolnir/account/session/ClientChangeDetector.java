package org.vedfolnir.account.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.web.ApplicationSetting;
import org.vedfolnir.web.Settings;

/**
 * Detects that a session is used from another browser or operating system than it was signed in with: a hint at a stolen cookie, but no proof (ASVS
 * 7.6). A browser update is no change. A different IP address alone is ignored, because phones change theirs many times a day; the record mentions
 * it. Thread-safe.
 */
@ApplicationScoped
public class ClientChangeDetector {

    /** {@code fingerprint}, {@code SESSION_FINGERPRINT}. */
    private enum Mode {
        OFF,
        LOG,
        REAUTHENTICATE
    }

    private final Mode mode;

    @Inject
    ClientDescription client;

    @Inject
    SignedInSession signedIn;

    /** For CDI's proxy. */
    protected ClientChangeDetector() {
        this.mode = Mode.OFF;
    }

    @Inject
    ClientChangeDetector(Settings settings) {
        this.mode = Mode.valueOf(settings.read(ApplicationSetting.FINGERPRINT).toUpperCase(Locale.ROOT));
    }

    /** Records a change of the client, and ends the session in the mode {@code reauthenticate}. */
    public void check(HttpServletRequest request, SessionContext session) {
        if (mode == Mode.OFF) {
            return;
        }
        var now = UserAgent.of(request.getHeader("User-Agent"));
        var signedInWith = UserAgent.of(session.signedInUserAgent());
        if (!now.equals(signedInWith)) {
            client.noteAnomaly(now, signedInWith);
            if (mode == Mode.REAUTHENTICATE) {
                signedIn.end(EndReason.OTHER_CLIENT);
            }
        }
    }
}
