package org.vedfolnir.session.engine;

/** Escapes attribute names for the log, since an application may have built them from client input. Stateless. */
public final class Printable {

    private static final int LONGEST = 100;
    private static final int LONGEST_PATH = 500;

    private Printable() {}

    public static String name(String name) {
        return shortened(name, LONGEST);
    }

    /** Escapes the path of a value inside of an attribute. */
    public static String path(String path) {
        return shortened(path, LONGEST_PATH);
    }

    private static String shortened(String text, int longest) {
        var shown = text.length() > longest ? text.substring(0, longest) + "…" : text;
        return shown.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }
}
