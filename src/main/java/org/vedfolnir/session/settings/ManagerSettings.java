package org.vedfolnir.session.settings;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.configuration.SettingDefinition;
import org.vedfolnir.session.configuration.SettingSource;

/**
 * Every setting of the manager, checked, in groups. {@link ManagerSetting} says what each does and what its default is. Immutable.
 *
 * @param store where Redis is, and how long it may take
 * @param keys what encrypts sessions and hides their ids
 * @param times how long sessions live
 * @param consistency what requests and nodes see of each other
 * @param cache what a node keeps at hand
 * @param limits what one session, user or request may take
 * @param attributes how the values of attributes are stored
 * @param identity whose sessions these are
 */
public record ManagerSettings(
        StoreSettings store,
        KeySettings keys,
        TimeSettings times,
        ConsistencySettings consistency,
        CacheSettings cache,
        LimitSettings limits,
        AttributeSettings attributes,
        IdentitySettings identity) {

    private static final String PARAMETERS = "org.vedfolnir.session.";

    /** An attribute by the name that redisson-tomcat has for it. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of(ManagerSetting.REDISSON_CONFIG.definition().name(), "configPath");

    /**
     * Gathers the settings. The manager's attribute goes before all places of {@link SettingSource}; a context parameter is called
     * {@code org.vedfolnir.session.<name>}.
     *
     * @throws IllegalArgumentException that names the setting, where it came from, its value unless secret, and what is allowed
     */
    public static ManagerSettings gather(
            Map<String, String> attributes,
            Function<String, @Nullable String> property,
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> parameter) {
        var source = SettingSource.of(property, environment, PARAMETERS, parameter)
                .behind(setting -> attribute(attributes, setting));
        return new ManagerSettings(
                StoreSettings.gather(source),
                KeySettings.gather(source),
                TimeSettings.gather(source),
                ConsistencySettings.gather(source),
                CacheSettings.gather(source),
                LimitSettings.gather(source),
                AttributeSettings.gather(source),
                IdentitySettings.gather(source));
    }

    private static Optional<SettingSource.FoundValue> attribute(
            Map<String, String> attributes, SettingDefinition setting) {
        return Stream.of(setting.name(), OTHER_NAMES.getOrDefault(setting.name(), setting.name()))
                .flatMap(name -> Optional.ofNullable(attributes.get(name))
                        .map(text -> new SettingSource.FoundValue(text, "the manager's attribute " + name))
                        .stream())
                .findFirst();
    }
}
