package org.vedfolnir.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vedfolnir.session.configuration.Setting;
import org.vedfolnir.session.settings.ManagerSetting;
import org.vedfolnir.session.settings.ManagerSettings;
import org.vedfolnir.testing.Logged;
import org.vedfolnir.web.ApplicationSetting;

/** The list of settings is complete: Tomcat's digester finds a setter for each, and the manager reads each. */
class ManagerSettingTest {

    /** A value for {@link ManagerSetting#REDISSON_CONFIG}, as redisson-tomcat has it. */
    private static final String OTHER_NAME = "configPath";

    private static String attribute(Method setter) {
        var name = setter.getName().substring("set".length());
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static Stream<Method> setters() {
        return Arrays.stream(ManagerAttributes.class.getDeclaredMethods())
                .filter(method -> method.getName().matches("set[A-Z].*"))
                .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}));
    }

    @Test
    void hasASetterForEachSettingAndASettingOrALogLineForEachSetter() throws Exception {
        var ignored = new TreeSet<String>();
        var set = new TreeSet<String>();
        for (var setter : setters().toList()) {
            var manager = new VedfolnirSessionManager();
            setter.invoke(manager, "a value");
            if (manager.attributes.isEmpty()) {
                ignored.add(attribute(setter));
                assertThat(logged(manager)).contains("The attribute " + attribute(setter) + " of <Manager>");
            } else {
                assertThat(manager.attributes).containsExactly(Map.entry(attribute(setter), "a value"));
                set.add(attribute(setter));
            }
        }

        assertThat(ignored).isNotEmpty();
        assertThat(set).contains(OTHER_NAME);
        set.remove(OTHER_NAME);
        assertThat(set).isEqualTo(names());
    }

    private static String logged(VedfolnirSessionManager manager) {
        try (var log = new Logged(IgnoredAttributes.class.getName())) {
            manager.former.log();
            return String.join("\n", log.messages());
        }
    }

    private static Set<String> names() {
        return Stream.of(ManagerSetting.values())
                .map(setting -> setting.definition().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Both archives read {@code vedfolnir.<name>}. */
    @Test
    void givesEachSettingItsOwnNameAndVariable() {
        var all = Stream.<Setting>concat(Stream.of(ManagerSetting.values()), Stream.of(ApplicationSetting.values()))
                .map(Setting::definition)
                .toList();
        assertThat(all).extracting(each -> each.name()).doesNotHaveDuplicates();
        assertThat(all).extracting(each -> each.variable()).doesNotHaveDuplicates();
        assertThat(all).allSatisfy(each -> {
            assertThat(each.effect()).endsWith(".").doesNotContain("|", "\n");
            assertThat(each.advice()).endsWith(".").doesNotContain("|", "\n");
        });
    }

    @ParameterizedTest
    @EnumSource
    void acceptsTheDefaultAsAWrittenValue(ManagerSetting setting) {
        var definition = setting.definition();
        if (!definition.fallback().isEmpty()) {
            assertThatCode(() -> gather(definition.name(), definition.fallback()))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsAValueOfAnotherKind(ManagerSetting setting) {
        var wrong =
                switch (setting.definition().kind()) {
                    case FLAG -> "maybe";
                    case CHOICE -> "perhaps";
                    case COUNT -> "many";
                    case TIME -> "soon";
                    case SIZE -> "4k";
                    case TEXT, SECRET, FILE_OR_CONTENT -> "";
                };
        if (!wrong.isEmpty()) {
            assertThatThrownBy(() -> gather(setting.definition().name(), wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "The setting " + setting.definition().name() + " from the manager's attribute ")
                    .hasMessageContaining("'" + wrong + "'");
        }
    }

    /** Sets a host too, so that the settings of single parts of the address are read. */
    private static ManagerSettings gather(String name, String value) {
        var host = name.equals("redisHost") ? value : "cache";
        var attributes = name.equals("redisUrl")
                ? Map.of(name, value)
                : Map.of("redisHost", host, name.equals("redisHost") ? "node" : name, value);
        return ManagerSettings.gather(attributes, property -> null, variable -> null, parameter -> null);
    }
}
