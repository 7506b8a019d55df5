package org.vedfolnir.session.settings;

import java.util.function.Supplier;
import org.vedfolnir.session.configuration.SettingParsers;
import org.vedfolnir.session.configuration.SettingSource;
import org.vedfolnir.session.document.seal.KeyRing;

/**
 * The keys that encrypt sessions and hide their ids. Immutable.
 *
 * @param ring the keys that seal documents; none by default
 * @param current reads the setting again, in case its file has changed
 * @param wrapping whether data keys seal, which the ring's key wraps. Earlier versions cannot open those documents
 * @param storedIds maps ids to stored ids; by default they are the same
 * @param adoptPlain whether plain JSON of the original application becomes a session; by default if there are no
 *     keys
 */
public record KeySettings(
        KeyRing ring, Supplier<KeyRing> current, boolean wrapping, StoredIds storedIds, boolean adoptPlain) {

    static KeySettings gather(SettingSource source) {
        var ring = ring(source);
        var storedIds = source.read(ManagerSetting.HASHED_IDS, StoredIds::parse);
        return new KeySettings(
                ring,
                () -> ring(source),
                source.read(ManagerSetting.KEY_WRAPPING, SettingParsers::flag),
                storedIds,
                source.find(ManagerSetting.ADOPT_PLAIN, text -> adoption(text, storedIds))
                        .orElse(!ring.sealing() && !storedIds.hashed()));
    }

    private static KeyRing ring(SettingSource source) {
        return source.read(
                ManagerSetting.ENCRYPTION_KEYS, text -> text.isBlank() ? KeyRing.none() : KeyRing.parse(text));
    }

    /** The original application has no keys: it stores its sessions under their ids. */
    private static boolean adoption(String text, StoredIds storedIds) {
        if (SettingParsers.flag(text) && storedIds.hashed()) {
            throw new IllegalArgumentException(
                    "must be false if hashedIds is set: sessions of the original application are stored under their ids, and"
                            + " are not found");
        }
        return SettingParsers.flag(text);
    }
}
