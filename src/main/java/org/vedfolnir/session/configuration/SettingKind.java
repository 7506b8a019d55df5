package org.vedfolnir.session.configuration;

import java.util.regex.Pattern;

/** What the value of a setting looks like, and whether a message may show it. */
public enum SettingKind {
    TEXT,
    /** One of a few words. */
    CHOICE,
    FLAG,
    /** A whole number. */
    COUNT,
    TIME,
    /** A number of bytes. */
    SIZE,
    /** A password or a key, or a text that may hold one. */
    SECRET,
    /** The path of a file, or what else would stand in the file, which may hold passwords. */
    FILE_OR_CONTENT;

    /** A path in one line, without what a configuration or an address has and a path as a rule has not. */
    private static final Pattern PATH = Pattern.compile("(?!.*(: |://))[^\\p{Cntrl}{}\\[\\]@\"']{1,500}");

    boolean mayShow(String text) {
        return switch (this) {
            case SECRET -> false;
            case FILE_OR_CONTENT -> PATH.matcher(text).matches();
            default -> true;
        };
    }
}
