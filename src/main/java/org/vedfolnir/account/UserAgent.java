package org.vedfolnir.account;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in a few words which browser and system a user agent names: enough to recognize one's own. */
final class UserAgent {

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

    private UserAgent() {}

    static String describe(@Nullable String agent) {
        if (agent == null || agent.isBlank()) {
            return "Unknown";
        }
        var browser = find(BROWSERS, agent);
        var system = find(SYSTEMS, agent);
        if (browser != null) {
            return system == null ? browser : browser + " on " + system;
        }
        var product = agent.split("/", 2)[0];
        return PRODUCT.matcher(product).matches() ? product : "Unknown";
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
