package org.vedfolnir.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.configuration.SettingParsers;
import org.vedfolnir.session.configuration.SettingSource;

/**
 * The application's settings, from the places of {@link SettingSource}; a context parameter is called {@code vedfolnir.<name>}. Thread-safe.
 */
@ApplicationScoped
public class Settings {

    private static final String PARAMETERS = "vedfolnir.";

    private final SettingSource source;

    /** For CDI's proxy. */
    protected Settings() {
        this(System::getProperty, System::getenv, name -> null);
    }

    @Inject
    public Settings(WebApplicationContext application) {
        this(application.context());
    }

    public Settings(ServletContext context) {
        this(System::getProperty, System::getenv, context::getInitParameter);
    }

    /**
     * Settings from elsewhere than this process.
     *
     * @param property system properties
     * @param environment environment variables
     * @param parameter context parameters
     */
    public Settings(
            Function<String, @Nullable String> property,
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> parameter) {
        this.source = SettingSource.of(property, environment, PARAMETERS, parameter);
    }

    /** @throws IllegalArgumentException at the first setting that is wrong, as {@link #read} does */
    void check() {
        for (var setting : ApplicationSetting.values()) {
            find(setting);
        }
    }

    /**
     * A setting's text, or its default.
     *
     * @throws IllegalArgumentException with the setting's name, where it stands, its value unless secret, what is allowed and what to do
     */
    public String read(ApplicationSetting setting) {
        return source.read(setting, setting::checked);
    }

    /** A setting's text; empty where it stands in no place. */
    public Optional<String> find(ApplicationSetting setting) {
        return source.find(setting, setting::checked);
    }

    /** A setting of the kind {@code FLAG}. */
    public boolean flag(ApplicationSetting setting) {
        return SettingParsers.flag(read(setting));
    }

    /** A setting of the kind {@code COUNT}. */
    public int count(ApplicationSetting setting) {
        return SettingParsers.count(read(setting));
    }

    /** A setting of the kind {@code TIME}. */
    public Duration time(ApplicationSetting setting) {
        return SettingParsers.duration(read(setting));
    }
}
