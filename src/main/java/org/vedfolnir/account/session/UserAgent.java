package org.vedfolnir.account.session;

import jakarta.servlet.http.HttpServletRequest;
import java.text.MessageFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.web.Messages;

/**
 * Which browser and system a user agent names: enough to recognize one's own, and the same after an update of either.
 *
 * @param browser or what another program calls itself; null when it does not say
 * @param system null when not known
 */
record UserAgent(@Nullable String browser, @Nullable String system) {

    // the order matters: Edge and Opera also say Chrome, Chrome also says Safari
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

    /** As in {@code Firefox on Windows}, in the language of a request. */
    String describe(HttpServletRequest request) {
        if (browser == null) {
            return Messages.of(request, "sessions.deviceUnknown");
        }
        return system == null
                ? browser
                : MessageFormat.format(Messages.of(request, "sessions.device"), browser, system);
    }

    /** For logs and records, which have one language. */
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
