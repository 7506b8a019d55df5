package org.vedfolnir.session.settings;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.configuration.SettingDefinition;
import org.vedfolnir.session.configuration.SettingSource;
import org.vedfolnir.session.former.Adoption;
import org.vedfolnir.session.former.FormerManager;

/**
 * All settings of the manager, checked, in groups. {@link ManagerSetting} documents them. Immutable.
 *
 * @param store the address of Redis, and its timeout
 * @param keys the keys that encrypt sessions and hide their ids
 * @param times how long sessions live
 * @param consistency what requests and nodes see of each other
 * @param cache the cache of a node
 * @param limits for a session, a user and a request
 * @param attributes how attributes are stored
 * @param identity the application and node of the sessions
 * @param adoption the manager whose sessions continue here
 */
public record ManagerSettings(
        StoreSettings store,
        KeySettings keys,
        TimeSettings times,
        ConsistencySettings consistency,
        CacheSettings cache,
        LimitSettings limits,
        AttributeSettings attributes,
        IdentitySettings identity,
        Adoption adoption) {

    private static final String PARAMETERS = "org.vedfolnir.session.";

    /** Names that redisson-tomcat has for an attribute. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of(ManagerSetting.REDISSON_CONFIG.definition().name(), "configPath");

    /**
     * Gathers the settings. The manager's attribute overrides all places of {@link SettingSource}; the name of a
     * context parameter is {@code org.vedfolnir.session.<name>}.
     *
     * @throws IllegalArgumentException with the setting's name, its place, its value unless secret, and the rule
     */
    public static ManagerSettings gather(
            Map<String, String> attributes,
            Function<String, @Nullable String> property,
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> parameter) {
        return gather(SettingSource.of(property, environment, PARAMETERS, parameter)
                .behind(attributes(attributes, "the manager's attribute ")));
    }

    /**
     * Gathers the settings from the places of a source.
     *
     * @throws IllegalArgumentException that names the setting, where it came from, its value unless secret, and what is allowed
     */
    public static ManagerSettings gather(SettingSource source) {
        var keys = KeySettings.gather(source);
        return new ManagerSettings(
                StoreSettings.gather(source),
                keys,
                TimeSettings.gather(source),
                ConsistencySettings.gather(source),
                CacheSettings.gather(source),
                LimitSettings.gather(source),
                AttributeSettings.gather(source),
                IdentitySettings.gather(source),
                new Adoption(
                        source.read(ManagerSetting.ADOPT_FROM, text -> adoptFrom(text, keys.storedIds())),
                        source.read(ManagerSetting.ADOPT_PREFIX, Adoption::parsePrefix)));
    }

    /** The claim of a former session has its id in its key, which is that of the cookie. */
    private static FormerManager adoptFrom(String text, StoredIds storedIds) {
        var from = FormerManager.parse(text);
        if (storedIds.hashed() && new Adoption(from, "").isInRedis()) {
            throw new IllegalArgumentException(
                    "must be empty or standard-manager if hashedIds is set: the ids of former sessions would be in Redis");
        }
        return from;
    }

    /**
     * The attributes of a {@code <Manager>} as a place of settings.
     *
     * @param origin precedes the attribute's name in messages
     */
    public static SettingSource.Place attributes(Map<String, String> attributes, String origin) {
        return setting -> attribute(attributes, origin, setting);
    }

    private static Optional<SettingSource.FoundValue> attribute(
            Map<String, String> attributes, String origin, SettingDefinition setting) {
        return Stream.of(setting.name(), OTHER_NAMES.getOrDefault(setting.name(), setting.name()))
                .flatMap(name -> Optional.ofNullable(attributes.get(name))
                        .map(text -> new SettingSource.FoundValue(text, origin + name))
                        .stream())
                .findFirst();
    }
}
