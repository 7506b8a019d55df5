package org.vedfolnir.session.settings;

import org.vedfolnir.session.configuration.SettingSource;

/**
 * Whose sessions these are. Immutable.
 *
 * @param application its name; empty for where it is served. Those that share sessions have the same
 * @param versions whether the versions of a parallel deployment have sessions of their own
 * @param node the name of this node in events, which no other node has; empty for the jvmRoute, else a random one
 */
public record IdentitySettings(String application, ParallelVersions versions, String node) {

    static IdentitySettings gather(SettingSource source) {
        return new IdentitySettings(
                source.read(ManagerSetting.APPLICATION, IdentitySettings::application),
                source.read(ManagerSetting.VERSIONS, ParallelVersions::parse),
                source.read(ManagerSetting.NODE, IdentitySettings::node));
    }

    private static String application(String text) {
        if (!text.matches("[\\x21-\\x7e&&[^{}*?\\[\\]]]{0,100}")) {
            throw new IllegalArgumentException("has 1 to 100 visible ASCII characters, none of { } * ? [ ]");
        }
        return text;
    }

    private static String node(String text) {
        if (!text.matches("[A-Za-z0-9._-]{0,64}")) {
            throw new IllegalArgumentException("has 1 to 64 letters, digits, '.', '_' or '-'");
        }
        return text;
    }
}
