package org.vedfolnir.session.cli.sessions;

/** How a person names a session: by its reference, as logs do, or by its handle, as events do. Stateless. */
final class Reference {

    static final int LENGTH = 12;

    private Reference() {}

    /**
     * @throws IllegalArgumentException if it is neither
     */
    static String checked(String text) {
        var plain = text.startsWith("session#") ? text.substring("session#".length()) : text;
        if (!plain.matches("[0-9a-f]{12}|[0-9a-f]{32}")) {
            throw new IllegalArgumentException("'" + text
                    + "' names no session: a reference has 12 hexadecimal digits, a handle has 32. The command"
                    + " sessions list shows references, and with --json handles. An id is never used here.");
        }
        return plain;
    }
}
