package org.vedfolnir.account.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.web.Settings;

/**
 * Notices a session that is used from another browser or system than the one it was signed in with: a sign of a stolen cookie, and no more
 * than a sign (ASVS 7.6). An update of the browser is none, nor is another address, which a phone changes many times a day; where the
 * address is another one too the record says so. Thread-safe.
 */
@ApplicationScoped
public class Fingerprint {

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
    protected Fingerprint() {
        this.mode = Mode.OFF;
    }

    @Inject
    Fingerprint(Settings settings) {
        this.mode = Mode.valueOf(settings.read(
                        "fingerprint",
                        "SESSION_FINGERPRINT",
                        "log",
                        "off, log or reauthenticate",
                        text -> text.matches("off|log|reauthenticate"))
                .toUpperCase(Locale.ROOT));
    }

    /** Records what is unusual, once for each other browser, and ends the session where that is asked for. */
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
