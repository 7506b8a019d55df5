package org.vedfolnir.account.session;

import jakarta.servlet.http.HttpServletRequest;
import java.text.MessageFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.web.Messages;

/**
 * The browser and the system in a user agent: enough for users to recognize their own, and equal after an update of either.
 *
 * @param browser the name of the browser, or of another program; null if unknown
 * @param system null if unknown
 */
record UserAgent(@Nullable String browser, @Nullable String system) {

    // the order matters: the user agent of Edge and Opera contains Chrome, that of Chrome contains Safari
    private static final String[][] BROWSERS = {
        {"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}
    };
    private static final String[][] SYSTEMS = {
        {"Android", "Android"},
        {"iPhone", "iPhone"},
        {"iPad", "iPad"},
        {"Windows", "Windows"},
        {"Mac OS X", "macOS"},
        {"Linux", "Linux"}
    };
    private static final Pattern PRODUCT = Pattern.compile("[A-Za-z][A-Za-z0-9 ._-]{0,30}");

    static UserAgent of(@Nullable String agent) {
        if (agent == null || agent.isBlank()) {
            return new UserAgent(null, null);
        }
        var browser = find(BROWSERS, agent);
        if (browser != null) {
            return new UserAgent(browser, find(SYSTEMS, agent));
        }
        var product = agent.split("/", 2)[0];
        return new UserAgent(PRODUCT.matcher(product).matches() ? product : null, null);
    }

    /** For example {@code Firefox on Windows}, in the language of the request. */
    String describe(HttpServletRequest request) {
        if (browser == null) {
            return Messages.of(request, "sessions.deviceUnknown");
        }
        return system == null
                ? browser
                : MessageFormat.format(Messages.of(request, "sessions.device"), browser, system);
    }

    /** For logs and records, which are in English. */
    @Override
    public String toString() {
        return browser == null ? "an unknown program" : system == null ? browser : browser + " on " + system;
    }

    private static @Nullable String find(String[][] table, String agent) {
        for (var row : table) {
            if (agent.contains(row[0])) {
                return row[1];
            }
        }
        return null;
    }
}
