package org.vedfolnir.account.session;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was unusual about a session so far, as its attribute holds it: a line each. A client chooses what it calls itself, so there are so many
 * lines and no more; what comes then is not noted any more. Stateless.
 */
final class Anomalies {

    static final int MOST = 8;

    private static final String LINE = "\n";

    private Anomalies() {}

    /** The attribute with one more line; empty when it is there already, or there are enough. */
    static Optional<String> with(@Nullable String noted, String what) {
        var known = noted == null ? List.<String>of() : List.of(noted.split(LINE));
        if (known.contains(what) || known.size() >= MOST) {
            return Optional.empty();
        }
        return Optional.of(noted == null ? what : noted + LINE + what);
    }
}
