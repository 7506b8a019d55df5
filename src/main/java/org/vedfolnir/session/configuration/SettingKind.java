package org.vedfolnir.session.configuration;

import java.util.regex.Pattern;

/** The form of a setting's value, and whether a message may show it. */
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
    /** A password or a key, or a text that may contain one. */
    SECRET,
    /** The path of a file, or the content of the file, which may contain passwords. */
    FILE_OR_CONTENT;

    /** A path in one line, without characters of a configuration or an address that paths usually lack. */
    private static final Pattern PATH = Pattern.compile("(?!.*(: |://))[^\\p{Cntrl}{}\\[\\]@\"']{1,500}");

    boolean mayShow(String text) {
        return switch (this) {
            case SECRET -> false;
            case FILE_OR_CONTENT -> PATH.matcher(text).matches();
            default -> true;
        };
    }
}
