package org.vedfolnir.session.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manager and the web application read settings from the same places in the same order, with the same messages. */
public abstract class SettingSourceContract {

    private static final String CANARY = "canary-password";

    protected final Map<String, String> properties = new HashMap<>();
    protected final Map<String, String> environment = new HashMap<>();
    protected final Map<String, String> parameters = new HashMap<>();

    @TempDir
    Path folder = Path.of("");

    /** A setting whose value may be shown. */
    protected abstract Setting setting();

    protected abstract String readSetting();

    protected abstract String value();

    protected abstract String otherValue();

    /** A value that is not allowed and contains spaces. */
    protected abstract String wrongValue();

    /** The allowed values, as the message names them. */
    protected abstract String allowed();

    protected abstract Setting secret();

    protected abstract void readSecret();

    /** The prefix of context parameters. */
    protected abstract String parameterPrefix();

    /** A place where an operator or the application sets a setting. */
    private record Place(String origin, Map<String, String> map, String name, boolean file) {}

    /** In order of precedence. */
    private List<Place> places(Setting setting) {
        var name = setting.definition().name();
        var variable = setting.definition().variable();
        return List.of(
                new Place("the system property vedfolnir." + name, properties, "vedfolnir." + name, false),
                new Place("the environment variable " + variable, environment, variable, false),
                new Place(
                        "the environment variable " + variable + "_FILE names", environment, variable + "_FILE", true),
                new Place(
                        "the context parameter " + parameterPrefix() + name,
                        parameters,
                        parameterPrefix() + name,
                        false));
    }

    private void write(Place place, String value) throws Exception {
        place.map()
                .put(
                        place.name(),
                        place.file()
                                ? Files.writeString(folder.resolve("value"), value + "\n")
                                        .toString()
                                : value);
    }

    private void clear() {
        List.of(properties, environment, parameters).forEach(Map::clear);
    }

    @Test
    void usesTheDefaultWithoutASetting() {
        assertThat(readSetting()).isEqualTo(setting().definition().fallback());
    }

    @Test
    void prefersEachPlaceToTheNextOnes() throws Exception {
        var places = places(setting());
        for (var first = 0; first < places.size(); first++) {
            for (var second = first + 1; second < places.size(); second++) {
                clear();
                write(places.get(second), otherValue());
                assertThat(readSetting()).as(places.get(second).origin()).isEqualTo(otherValue());
                write(places.get(first), value());
                assertThat(readSetting()).as(places.get(first).origin()).isEqualTo(value());
            }
        }
    }

    @Test
    void ignoresSpacesAroundAValue() {
        environment.put(setting().definition().variable(), " " + value() + "\r\n");

        assertThat(readSetting()).isEqualTo(value());
    }

    @Test
    void namesPlaceAllowedValuesAndRemedyForAWrongValue() throws Exception {
        var name = setting().definition().name();
        for (var place : places(setting())) {
            clear();
            write(place, wrongValue());
            assertThatThrownBy(this::readSetting)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("The setting " + name + " from ")
                    .hasMessageContaining(place.origin())
                    .hasMessageContaining(" is '" + wrongValue() + "': " + name + " " + allowed())
                    .hasMessageEndingWith(". Correct it there and start again.");
        }
    }

    @Test
    void doesNotShowAWrongSecret() throws Exception {
        for (var place : places(secret())) {
            clear();
            write(place, CANARY);
            assertThatThrownBy(this::readSecret)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(place.origin())
                    .hasMessageContaining("its value is not shown")
                    .hasMessageNotContaining(CANARY);
        }
    }

    @Test
    void namesAnUnreadableFile() {
        var variable = setting().definition().variable() + "_FILE";
        environment.put(variable, "no-such-file");

        assertThatThrownBy(this::readSetting)
                .hasMessage("The environment variable " + variable
                        + " names the file 'no-such-file', which cannot be read. Check the path and its permissions.");
    }
}
