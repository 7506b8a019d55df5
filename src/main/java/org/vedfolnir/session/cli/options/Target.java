package org.vedfolnir.session.cli.options;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vedfolnir.session.attribute.AttributeFactory;
import org.vedfolnir.session.attribute.policy.InPlaceChangePolicy;
import org.vedfolnir.session.cli.wire.ConnectionFailedException;
import org.vedfolnir.session.cli.wire.Connector;
import org.vedfolnir.session.cli.wire.RedisConnection;
import org.vedfolnir.session.configuration.SettingParsers;
import org.vedfolnir.session.configuration.SettingSource;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.seal.KeySource;
import org.vedfolnir.session.engine.UserOf;
import org.vedfolnir.session.settings.AttributeNames;
import org.vedfolnir.session.settings.ManagerSetting;
import org.vedfolnir.session.settings.ManagerSettings;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.meter.StoreMeter;
import org.vedfolnir.session.store.redis.RedisStore;
import org.vedfolnir.session.store.redis.settings.EventSettings;
import org.vedfolnir.session.store.redis.settings.RedisServers;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * The application whose sessions a command reads, and where they are. Immutable.
 *
 * @param settings as the manager would have them
 * @param source where they stand
 */
public record Target(ManagerSettings settings, SettingSource source) {

    /** This process is cold, and no user waits for a page. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Nothing is deserialized here: the application's classes are elsewhere. */
    private static final String JAVA_ONLY = "java.base/*;!*";

    /** Returns the name of the application; {@code /} for the main one. */
    public String application() {
        var name = settings.identity().application();
        return name.isEmpty() ? "/" : name;
    }

    /** Returns the codec of the application's documents, with the keys of these settings. */
    public DocumentCodec codec() {
        return new DocumentCodec(KeySource.of(settings.keys().ring()), application());
    }

    /** Returns how to find the user of a document. */
    public UserOf users() {
        return new AttributeFactory(
                new AttributeCodec(AttributeCodec.filter(JAVA_ONLY)),
                new InPlaceChangePolicy(AttributeNames.NONE, 0),
                Target.class::getClassLoader)::userOf;
    }

    /** Returns the settings of a store. */
    public RedisSettings redis(EventSettings events) {
        var timeout = longer(settings.store().commandTimeout());
        return new RedisSettings(
                settings.store().keyPrefix(),
                application(),
                settings.store().redis(),
                timeout,
                settings.times().touchInterval(),
                timeout.multipliedBy(2),
                Duration.ofSeconds(60),
                events,
                Duration.ofSeconds(30),
                node(),
                settings.consistency().securityWrites(),
                new LogDeduplicator(),
                StoreMeter.NONE);
    }

    private static Duration longer(Duration configured) {
        return configured.compareTo(PATIENCE) > 0 ? configured : PATIENCE;
    }

    /** Returns the name of the machine's user that runs the process. */
    public static String user() {
        var user = System.getenv("SUDO_USER");
        return user == null ? System.getProperty("user.name", "unknown") : user;
    }

    /** Returns the name of this process in events, for example {@code cli-ann}. */
    public static String node() {
        var plain = user().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
        return "cli-" + plain.substring(0, Math.min(60, plain.length()));
    }

    /** Returns a connector to the servers of these settings. */
    public Connector connector() {
        return new Connector(
                settings.store().redis().tls(), longer(settings.store().commandTimeout()));
    }

    /**
     * Opens the store, after it has been reached, so that a failure is one sentence and not a log.
     *
     * @throws ConnectionFailedException if no server answers
     */
    public RedisStore open() throws ConnectionFailedException {
        try (var connection = Route.to(this, connector()).connection()) {
            return new RedisStore(redis(events(connection)));
        }
    }

    /**
     * Whether events are recorded: as the setting says, else as the nodes do, since the application's web.xml may ask for them. On Redis
     * Cluster only the setting counts.
     */
    public EventSettings events(RedisConnection connection) {
        var known = settings.store().recording();
        if (known.recorded() || source.shown(ManagerSetting.EVENTS).isPresent()) {
            return known;
        }
        try {
            var exists = connection.command("EXISTS", redis(EventSettings.NONE).events());
            return exists.number() == 1
                    ? EventSettings.upTo(source.read(ManagerSetting.EVENT_BYTES, SettingParsers::bytes))
                    : EventSettings.NONE;
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    "Redis closed the connection (" + e.getMessage() + "). Run the command again.",
                    Duration.ofSeconds(1),
                    e);
        }
    }

    /** Returns the servers of these settings. */
    public RedisServers servers() {
        return settings.store().redis().servers();
    }

    /** Returns each setting that does not have its default, with its origin; secrets are masked. */
    public static List<String> set(SettingSource source) {
        var lines = new ArrayList<String>();
        for (var setting : ManagerSetting.values()) {
            source.shown(setting)
                    .filter(found -> !found.text().isBlank())
                    .ifPresent(found -> lines.add(
                            setting.definition().name() + " = " + found.text().strip() + " from " + found.origin()));
        }
        return lines;
    }
}
