package org.vedfolnir.session.settings;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vedfolnir.session.configuration.SettingParsers;
import org.vedfolnir.session.configuration.SettingSource;
import org.vedfolnir.session.store.redis.settings.RedisAccess;
import org.vedfolnir.session.store.redis.settings.RedisLogin;
import org.vedfolnir.session.store.redis.settings.RedissonConfiguration;
import org.vedfolnir.session.store.redis.settings.TlsTrust;

/** Reads the address of Redis, as a whole, in parts or in a Redisson configuration, and the login. Stateless. */
final class RedisAccessSettings {

    private static final System.Logger LOG = System.getLogger(RedisAccessSettings.class.getName());
    private static final int MOST_PORT = 65_535;
    /** Docker and Kubernetes set this value for a service named redis. */
    private static final String SET_BY_A_CONTAINER = "tcp://";

    private static final String URL_FORM = "must be redis://[user:password@]host:port/db, or rediss:// for TLS";
    private static final Pattern DATABASE = Pattern.compile("/?|/\\d{1,5}");

    private RedisAccessSettings() {}

    /** A login from a file is read again at each connection, so that a password can change while the node runs. */
    static RedisAccess gather(SettingSource source) {
        var configuration = source.read(ManagerSetting.REDISSON_CONFIG, RedisAccessSettings::redissonConfiguration);
        if (configuration.isEmpty()) {
            warnOfPartsWithoutHost(source);
        }
        var storePassword = source.read(ManagerSetting.REDIS_TRUST_STORE_PASSWORD, Function.identity());
        return new RedisAccess(
                address(source),
                configuration.orElse(null),
                source.read(
                        ManagerSetting.REDIS_TRUST_STORE,
                        file -> file.isEmpty() ? TlsTrust.OF_JAVA : TlsTrust.read(Path.of(file), storePassword)),
                configuration.isPresent() && login(source).equals(RedisLogin.NONE)
                        ? configuration.get()::login
                        : () -> login(source));
    }

    private static URI address(SettingSource source) {
        return source.find(ManagerSetting.REDIS_URL, RedisAccessSettings::redisUrl)
                .orElseGet(() -> redisByParts(source));
    }

    /** A login in the address overrides the two settings; a Redisson configuration has no such address. */
    private static RedisLogin login(SettingSource source) {
        var inAddress = RedisLogin.of(address(source));
        if (inAddress.password() != null) {
            return inAddress;
        }
        var user = source.read(ManagerSetting.REDIS_USERNAME, Function.identity());
        var password = source.read(ManagerSetting.REDIS_PASSWORD, Function.identity());
        return password.isEmpty() ? RedisLogin.NONE : new RedisLogin(user.isEmpty() ? null : user, password);
    }

    /** The text is a path, unless it looks like the configuration itself. */
    private static Optional<RedissonConfiguration> redissonConfiguration(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var itself = text.startsWith("{") || text.contains("\n");
        try {
            return Optional.of(RedissonConfiguration.parse(itself ? text : Files.readString(Path.of(text))));
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(
                    "must name a readable file, or be the configuration itself, which begins with '{' or has several lines",
                    e);
        }
    }

    /** Builds the address from the original application's variables, if the host is set, since containers set the others by themselves. */
    private static URI redisByParts(SettingSource source) {
        var host = host(source);
        if (host.isEmpty()) {
            return URI.create(ManagerSetting.REDIS_URL.definition().fallback());
        }
        var port = source.read(ManagerSetting.REDIS_PORT, RedisAccessSettings::port);
        var database = source.read(ManagerSetting.REDIS_DB, SettingParsers::count);
        var tls = source.read(ManagerSetting.REDIS_SSL, SettingParsers::flag);
        return redisUrl((tls ? "rediss://" : "redis://") + host + ":" + port + "/" + database);
    }

    private static String host(SettingSource source) {
        return source.read(ManagerSetting.REDIS_HOST, RedisAccessSettings::host);
    }

    /** Warns of parts that are ignored because the host is not set, except for those that a container sets by itself. */
    private static void warnOfPartsWithoutHost(SettingSource source) {
        var ignored = Stream.of(ManagerSetting.REDIS_PORT, ManagerSetting.REDIS_DB, ManagerSetting.REDIS_SSL)
                .filter(each -> isSet(source, each))
                .map(each -> each.definition().variable())
                .collect(Collectors.joining(", "));
        if (!ignored.isEmpty()
                && !isSet(source, ManagerSetting.REDIS_URL)
                && host(source).isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} is ignored, because REDIS_HOST is not set; the manager uses Redis at 127.0.0.1:6379, database 0."
                            + " Set REDIS_HOST, or name all in REDIS_URL (redis://host:port/db).",
                    ignored);
        }
    }

    /** Whether a place has any value but one that a container sets by itself. */
    private static boolean isSet(SettingSource source, ManagerSetting setting) {
        return source.find(setting, text -> !text.startsWith(SET_BY_A_CONTAINER))
                .orElse(false);
    }

    private static int port(String text) {
        var port = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > MOST_PORT) {
            throw new IllegalArgumentException("must be a port from 1 to 65535");
        }
        return port;
    }

    private static String host(String text) {
        if (!text.matches("|[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\]")) {
            throw new IllegalArgumentException("must be a host name, an IPv4 address, or an IPv6 address in brackets");
        }
        return text;
    }

    /** Does not pass on the parser's message, since that would show the password. */
    private static URI redisUrl(String text) {
        try {
            var url = new URI(text);
            var scheme = url.getScheme();
            var database =
                    url.getPath() == null || DATABASE.matcher(url.getPath()).matches();
            if (url.getHost() != null && ("redis".equals(scheme) || "rediss".equals(scheme)) && database) {
                checkPort(url.getPort());
                return url;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(URL_FORM);
        }
        throw new IllegalArgumentException(URL_FORM);
    }

    /** A port is not secret, although its address may contain a password. */
    private static void checkPort(int port) {
        if (port == 0 || port > MOST_PORT) {
            throw new IllegalArgumentException("must name a port from 1 to 65535; it names " + port);
        }
    }
}
