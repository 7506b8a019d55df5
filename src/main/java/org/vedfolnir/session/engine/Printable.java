package org.vedfolnir.session.engine;

/** Names of attributes as a log shows them: an application may have made one of what a client sent. Stateless. */
public final class Printable {

    private static final int LONGEST = 100;
    private static final int LONGEST_PATH = 500;

    private Printable() {}

    public static String name(String name) {
        return shortened(name, LONGEST);
    }

    /** Where in an attribute something is. */
    public static String path(String path) {
        return shortened(path, LONGEST_PATH);
    }

    private static String shortened(String text, int longest) {
        var shown = text.length() > longest ? text.substring(0, longest) + "…" : text;
        return shown.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }
}
