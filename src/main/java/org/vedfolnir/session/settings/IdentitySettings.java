package org.vedfolnir.session.settings;

import org.vedfolnir.session.configuration.SettingSource;

/**
 * The application and node of the sessions. Immutable.
 *
 * @param application its name; empty for the path at which it is served. Applications that share sessions have the
 *     same name
 * @param versions whether the versions of a parallel deployment have their own sessions
 * @param node the unique name of this node in events; empty for the jvmRoute, otherwise a random one
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
            throw new IllegalArgumentException("must have 1 to 100 visible ASCII characters except { } * ? [ ]");
        }
        return text;
    }

    private static String node(String text) {
        if (!text.matches("[A-Za-z0-9._-]{0,64}")) {
            throw new IllegalArgumentException("must have 1 to 64 letters, digits, '.', '_' or '-'");
        }
        return text;
    }
}
