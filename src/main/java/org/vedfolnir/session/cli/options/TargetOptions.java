package org.vedfolnir.session.cli.options;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.configuration.SettingSource;
import org.vedfolnir.session.settings.ManagerSetting;
import org.vedfolnir.session.settings.ManagerSettings;
import picocli.CommandLine.Option;

/** The options that say which Redis and which application. What they do not say comes from where the manager has it. */
public final class TargetOptions {

    private static final String PARAMETERS = "org.vedfolnir.session.";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "A context.xml whose <Manager> is read, or a file of lines like redisUrl=... or REDIS_URL=...")
    @Nullable
    String config;

    @Option(
            names = "--application",
            paramLabel = "/PATH",
            description = "The context path of the application, as /shop; or what its setting application says."
                    + " Default: /")
    @Nullable
    String application;

    @Option(
            names = "--redis-url",
            paramLabel = "URL",
            description =
                    "The address of Redis without a login, as redis://cache:6379/0. Overrides all settings of it.")
    @Nullable
    String redisUrl;

    @Option(names = "--verbose", description = "Shows the log of the store, and stack traces, on standard error.")
    boolean verbose;

    /**
     * Returns what the options and settings lead to.
     *
     * @throws IllegalArgumentException with what is wrong and what to do
     */
    public Target target(Surroundings surroundings) {
        var source = source(surroundings);
        return new Target(ManagerSettings.gather(source), source);
    }

    /**
     * Returns where the settings are read from; they are not checked yet.
     *
     * @throws IllegalArgumentException if an option is wrong
     */
    public SettingSource source(Surroundings surroundings) {
        var source = SettingSource.of(surroundings.property(), surroundings.environment(), PARAMETERS, name -> null);
        if (config != null) {
            source = source.behind(ConfigurationFile.read(config, variable(surroundings)));
        }
        return source.behind(options());
    }

    private static Function<String, @Nullable String> variable(Surroundings surroundings) {
        return name -> Optional.ofNullable(surroundings.property().apply(name))
                .orElseGet(() -> surroundings.environment().apply(name));
    }

    private SettingSource.Place options() {
        checkUrl();
        checkApplication();
        return setting -> {
            if (redisUrl != null && setting.equals(ManagerSetting.REDIS_URL.definition())) {
                return Optional.of(new SettingSource.FoundValue(redisUrl, "the option --redis-url"));
            } else if (redisUrl != null && setting.equals(ManagerSetting.REDISSON_CONFIG.definition())) {
                return Optional.of(new SettingSource.FoundValue("", "the option --redis-url"));
            }
            return application != null && setting.equals(ManagerSetting.APPLICATION.definition())
                    ? Optional.of(new SettingSource.FoundValue(application, "the option --application"))
                    : Optional.empty();
        };
    }

    private void checkUrl() {
        if (redisUrl != null && redisUrl.contains("@")) {
            throw new IllegalArgumentException(
                    "The option --redis-url holds a login, which each user of this machine can see in the list of"
                            + " processes. Leave it out of the address, and set REDIS_USERNAME and REDIS_PASSWORD_FILE"
                            + " (a file with the password), or put the whole address into the file that REDIS_URL_FILE"
                            + " names.");
        }
    }

    private void checkApplication() {
        if (application != null && application.length() > 1 && application.endsWith("/")) {
            throw new IllegalArgumentException("The option --application is '" + application
                    + "': a context path does not end with a slash. Write "
                    + application.substring(0, application.length() - 1) + ".");
        }
    }

    /** Whether logs and stack traces are wanted. */
    public boolean verbose() {
        return verbose;
    }

    /** The process around a command: {@code Map.of()::get} for none. */
    public record Surroundings(
            Function<String, @Nullable String> property, Function<String, @Nullable String> environment) {

        public static Surroundings ofThisProcess() {
            return new Surroundings(System::getProperty, System::getenv);
        }

        public static Surroundings of(Map<String, String> environment) {
            return new Surroundings(name -> null, environment::get);
        }
    }
}
