package org.vedfolnir.session.settings;

import java.io.ObjectInputFilter;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.type.BeanNames;

/**
 * How the values of attributes are kept. Immutable.
 *
 * @param jsonBeans classes that are stored as JSON beans; none by default
 * @param deserializable what a document may have deserialized, in the syntax of {@code jdk.serialFilter}; by default all but the classes
 *     that are known to run code when they are read
 * @param unstored attributes that live no longer than their request; none by default
 * @param unwatched attributes that are saved only when they are set; none by default
 * @param unserializable what becomes of an attribute that cannot be kept outside of this process; refused by default where the application is
 *     distributable, and local elsewhere
 * @param localSessions how many sessions may have attributes that stay on this node; 10 000 by default
 * @param watchedBytes how large an attribute is at most, to be saved when it was changed in place; 1 MiB by default
 */
public record AttributeSettings(
        BeanNames jsonBeans,
        ObjectInputFilter deserializable,
        AttributeNames unstored,
        AttributeNames unwatched,
        UnserializablePolicy unserializable,
        int localSessions,
        int watchedBytes) {

    static AttributeSettings gather(ManagerSettings.Source source) {
        return new AttributeSettings(
                source.read("jsonBeans", "SESSION_JSON_BEANS", "", false, BeanNames::parse),
                source.read("deserializable", "SESSION_DESERIALIZABLE", "", false, AttributeSettings::filter),
                source.read("unstored", "SESSION_UNSTORED", "", false, AttributeNames::parse),
                source.read("unwatched", "SESSION_UNWATCHED", "", false, AttributeNames::parse),
                source.read("unserializable", "SESSION_UNSERIALIZABLE", "", false, UnserializablePolicy::parse),
                source.read("localSessions", "SESSION_LOCAL_SESSIONS", "10000", false, ManagerSettings::count),
                source.read("watchedBytes", "SESSION_WATCHED_BYTES", "1048576", false, ManagerSettings::count));
    }

    private static ObjectInputFilter filter(String pattern) {
        try {
            return AttributeCodec.filter(pattern);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "is a pattern as in jdk.serialFilter, for instance shop.**;java.base/*;!*", e);
        }
    }
}
