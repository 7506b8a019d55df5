package org.vedfolnir.session.parity;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What cannot be as with Tomcat's own manager, with the reason. Each pattern is of the whole text.
 *
 * @param asking who asks
 * @param request the number and the page
 * @param where where it is seen
 */
record Deviation(Pattern asking, Pattern request, Pattern where, String reason) {

    /** All there are. {@code docs/install.md} tells those that an application can see. */
    static final List<Deviation> ALL = List.of();

    static Deviation of(String asking, String request, String where, String reason) {
        return new Deviation(Pattern.compile(asking), Pattern.compile(request), Pattern.compile(where), reason);
    }

    boolean explains(Difference difference) {
        return asking.matcher(difference.asking()).matches()
                && request.matcher(difference.request()).matches()
                && where.matcher(difference.where()).matches();
    }
}
