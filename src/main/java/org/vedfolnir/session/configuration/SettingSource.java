package org.vedfolnir.session.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings from several places. The first place that has a setting wins: the system property {@code
 * vedfolnir.<name>}, the environment variable, the file that the variable with {@code _FILE} names, the context
 * parameter of the application's {@code web.xml}, the default. So an operator's settings override those of the
 * application. The manager has one more place before all of these. Thread-safe.
 */
public final class SettingSource {

    private static final String PROPERTIES = "vedfolnir.";

    private final List<Place> places;

    private SettingSource(List<Place> places) {
        this.places = places;
    }

    /** A place that may have settings. */
    public interface Place {

        Optional<FoundValue> find(SettingDefinition setting);
    }

    /**
     * The value of a setting in a place.
     *
     * @param origin the place, as in "the environment variable REDIS_URL"
     */
    public record FoundValue(String text, String origin) {}

    /**
     * Returns the places that both archives have.
     *
     * @param property system properties
     * @param environment environment variables
     * @param prefix of the names of context parameters
     * @param parameter context parameters
     */
    public static SettingSource of(
            Function<String, @Nullable String> property,
            Function<String, @Nullable String> environment,
            String prefix,
            Function<String, @Nullable String> parameter) {
        return new SettingSource(List.of(
                setting -> found("the system property ", PROPERTIES + setting.name(), property),
                setting -> found("the environment variable ", setting.variable(), environment),
                setting -> inFile(setting.variable() + "_FILE", environment),
                setting -> found("the context parameter ", prefix + setting.name(), parameter)));
    }

    /** Returns the same places with another one before them. */
    public SettingSource behind(Place first) {
        return new SettingSource(
                Stream.concat(Stream.of(first), places.stream()).toList());
    }

    private static Optional<FoundValue> found(String kind, String name, Function<String, @Nullable String> place) {
        var text = place.apply(name);
        return text == null ? Optional.empty() : Optional.of(new FoundValue(text, kind + name));
    }

    private static Optional<FoundValue> inFile(String variable, Function<String, @Nullable String> environment) {
        var path = environment.apply(variable);
        if (path == null) {
            return Optional.empty();
        }
        try {
            var text = Files.readString(Path.of(path));
            return Optional.of(new FoundValue(
                    text, "the file '" + path + "', which the environment variable " + variable + " names,"));
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(
                    "The environment variable " + variable + " names the file '" + path
                            + "', which cannot be read. Check the path and its permissions.",
                    e);
        }
    }

    /**
     * Returns a setting's value, or its default.
     *
     * @param parser throws {@code IllegalArgumentException} with the rule, as in "must be true or false"
     * @throws IllegalArgumentException with the setting's name, its place, its value unless secret, the rule and
     *     the remedy
     */
    public <T> T read(Setting setting, Function<String, T> parser) {
        return find(setting, parser)
                .orElseGet(() -> parser.apply(setting.definition().fallback()));
    }

    /**
     * Returns a setting for people: its value, unless that is or may contain a secret, and its origin. Empty for the
     * default.
     */
    public Optional<FoundValue> shown(Setting setting) {
        var definition = setting.definition();
        return value(definition)
                .map(found -> found.text().isBlank()
                                || definition.kind().mayShow(found.text().strip())
                        ? found
                        : new FoundValue("(not shown)", found.origin()));
    }

    private Optional<FoundValue> value(SettingDefinition definition) {
        return places.stream().flatMap(place -> place.find(definition).stream()).findFirst();
    }

    /** Returns a setting's value; empty if no place has it. */
    public <T> Optional<T> find(Setting setting, Function<String, T> parser) {
        return value(setting.definition()).map(found -> parse(setting.definition(), found, parser));
    }

    private static <T> T parse(SettingDefinition setting, FoundValue found, Function<String, T> parser) {
        try {
            return parser.apply(found.text().strip());
        } catch (IllegalArgumentException e) {
            var shown = setting.kind().mayShow(found.text().strip());
            throw new IllegalArgumentException("The setting " + setting.name() + " from " + found.origin() + " is "
                    + (shown ? "'" + found.text().strip() + "'" : "not valid (its value is not shown)") + ": "
                    + setting.name() + " " + e.getMessage() + ". Correct it there and start again.");
        }
    }
}
