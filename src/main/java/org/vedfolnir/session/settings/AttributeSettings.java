package org.vedfolnir.session.settings;

import java.io.ObjectInputFilter;
import org.vedfolnir.session.configuration.SettingParsers;
import org.vedfolnir.session.configuration.SettingSource;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.type.BeanNames;

/**
 * How attributes are stored. Immutable.
 *
 * @param partBytes an attribute with a larger encoding is stored beside its document; 0 for none
 * @param jsonBeans classes that are stored as JSON beans
 * @param deserializable the classes that a document may have deserialized, in the syntax of {@code
 *     jdk.serialFilter}; by default all but those that are known to run code when they are read
 * @param unstored attributes that live no longer than their request
 * @param unwatched attributes that are saved only if they are set
 * @param unserializable what happens to an attribute that cannot leave this process; by default it is refused if
 *     the application is distributable, and local otherwise
 * @param localSessions how many sessions may have attributes that stay on this node
 * @param watchedBytes the largest attribute that is saved after an in-place change
 */
public record AttributeSettings(
        int partBytes,
        BeanNames jsonBeans,
        ObjectInputFilter deserializable,
        AttributeNames unstored,
        AttributeNames unwatched,
        UnserializablePolicy unserializable,
        int localSessions,
        int watchedBytes) {

    static AttributeSettings gather(SettingSource source) {
        return new AttributeSettings(
                source.read(ManagerSetting.PART_BYTES, LimitSettings::smallSize),
                source.read(ManagerSetting.JSON_BEANS, BeanNames::parse),
                source.read(ManagerSetting.DESERIALIZABLE, AttributeSettings::filter),
                source.read(ManagerSetting.UNSTORED, AttributeNames::parse),
                source.read(ManagerSetting.UNWATCHED, AttributeNames::parse),
                source.read(ManagerSetting.UNSERIALIZABLE, UnserializablePolicy::parse),
                source.read(ManagerSetting.LOCAL_SESSIONS, SettingParsers::count),
                source.read(ManagerSetting.WATCHED_BYTES, SettingParsers::count));
    }

    private static ObjectInputFilter filter(String pattern) {
        try {
            return AttributeCodec.filter(pattern);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must be a pattern as in jdk.serialFilter, for example shop.**;java.base/*;!*", e);
        }
    }
}
