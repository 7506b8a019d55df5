package org.vedfolnir.account.session;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The unusual things noted about a session, as its attribute holds them: one line each. The number of lines is limited, since clients choose their own
 * user agent. Stateless.
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
