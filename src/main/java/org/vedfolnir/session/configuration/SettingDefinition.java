package org.vedfolnir.session.configuration;

/**
 * The name and the documentation of a setting. Immutable.
 *
 * @param name as in {@code keyPrefix}; system properties and context parameters have a prefix before it
 * @param variable the environment variable, as in {@code REDIS_SESSION_PREFIX}; with {@code _FILE} appended, it
 *     names a file
 * @param fallback the default, as an operator would write it; empty if there is none, or if it is computed
 * @param shownDefault the default in Markdown, for the documents
 * @param effect what it does, in Markdown
 * @param advice when to change it, in Markdown
 */
public record SettingDefinition(
        String name,
        String variable,
        String fallback,
        SettingKind kind,
        String shownDefault,
        String effect,
        String advice) {

    /** @param text what the setting does, and in a second line when to change it */
    public static SettingDefinition of(String name, String variable, String fallback, SettingKind kind, String text) {
        return of(name, variable, fallback, fallback.isEmpty() ? "none" : "`" + fallback + "`", kind, text);
    }

    public static SettingDefinition of(
            String name, String variable, String fallback, String shownDefault, SettingKind kind, String text) {
        var lines = text.strip().split("\n");
        if (lines.length != 2) {
            throw new IllegalArgumentException("The text of the setting " + name + " has " + lines.length
                    + " lines. Write one about what it does, and one about when to change it.");
        }
        return new SettingDefinition(name, variable, fallback, kind, shownDefault, lines[0], lines[1]);
    }
}
