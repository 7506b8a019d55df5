package org.vedfolnir.account.session;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The anomalies of a session in its attribute, one line each. Their number is limited, because clients choose their own user agent. Stateless. */
final class Anomalies {

    static final int MOST = 8;

    private static final String LINE = "\n";

    private Anomalies() {}

    /** The attribute with one more line; empty if the line is there already or the limit is reached. */
    static Optional<String> with(@Nullable String noted, String what) {
        var known = noted == null ? List.<String>of() : List.of(noted.split(LINE));
        if (known.contains(what) || known.size() >= MOST) {
            return Optional.empty();
        }
        return Optional.of(noted == null ? what : noted + LINE + what);
    }
}
