package org.vedfolnir.run;

import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.regex.Pattern;
import org.vedfolnir.run.check.Visitor;
import org.vedfolnir.run.system.FirstMatch;

/** Values that tests take from responses of the application. */
final class Responses {

    private static final Pattern CODE = Pattern.compile("<code>([^<]*)</code>");

    private Responses() {}

    /** The target of a redirect; empty without one. */
    static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("");
    }

    /** The handle of the session, as the home page shows it. */
    static String handle(HttpResponse<String> home) {
        return FirstMatch.in(CODE, home.body());
    }

    /** The session id in a visitor's cookie. */
    static String id(Visitor visitor) {
        return Objects.requireNonNull(visitor.id(), "This visitor has no session cookie.");
    }
}
