package org.vedfolnir.session;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.KeyRing;

/**
 * Every setting of the manager, checked. Immutable.
 *
 * @param redisUrl {@code redis://[user:password@]host:port/db}, {@code rediss://} for TLS; default {@code redis://127.0.0.1:6379/0}
 * @param keyPrefix what the session's key in Redis begins with; default {@code vedfolnir:session:}
 * @param keys the key ring that seals documents; none by default
 * @param commandTimeout how long one command may take; default 250 ms
 * @param touchInterval how exact the end of an idle session is; default 1 s
 * @param absoluteTimeout how long a session lives however busy it is; zero, the default, means as long as it is used
 * @param sessionTimeout how long a session lives that nobody uses, unless the application says so in code; zero, the default, means what the
 *     application's web.xml says, else 30 minutes
 * @param cachedSessions documents that a node keeps at hand; default 10 000
 * @param mostEvents about how many events wait in Redis for an audit trail; default 100 000. The oldest go first
 * @param application whose sessions these are; the context's path by default. Applications that share sessions have the same
 * @param node the name of this node in events, which no other node has; by default the jvmRoute, else a random one
 */
record ManagerSettings(
        URI redisUrl,
        String keyPrefix,
        KeyRing keys,
        Duration commandTimeout,
        Duration touchInterval,
        Duration absoluteTimeout,
        Duration sessionTimeout,
        int cachedSessions,
        int mostEvents,
        String application,
        String node) {

    private static final String URL_FORM = "is redis://[user:password@]host:port/db, or rediss:// for TLS";
    private static final Pattern DATABASE = Pattern.compile("/?|/\\d{1,5}");
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    /**
     * Gathers the settings, the first of these that has one: the manager's attribute, a system property
     * {@code vedfolnir.<attribute>}, an environment variable, a file named by that variable with {@code _FILE}, the default.
     *
     * @throws IllegalArgumentException that names the setting, where it came from, its value unless secret, and what is allowed
     */
    static ManagerSettings gather(
            Map<String, String> attributes,
            Function<String, @Nullable String> property,
            Function<String, @Nullable String> environment) {
        var source = new Source(attributes, property, environment);
        return new ManagerSettings(
                source.read("redisUrl", "REDIS_URL", redisByParts(source), true, ManagerSettings::redisUrl),
                source.read("keyPrefix", "REDIS_SESSION_PREFIX", "vedfolnir:session:", false, ManagerSettings::prefix),
                source.read(
                        "encryptionKeys",
                        "SESSION_ENCRYPTION_KEYS",
                        "",
                        true,
                        text -> text.isBlank() ? KeyRing.none() : KeyRing.parse(text)),
                source.read("commandTimeout", "SESSION_COMMAND_TIMEOUT", "250ms", false, ManagerSettings::positive),
                source.read("touchInterval", "SESSION_TOUCH_INTERVAL", "1s", false, ManagerSettings::duration),
                source.read("absoluteTimeout", "SESSION_ABSOLUTE_TIMEOUT", "0s", false, ManagerSettings::duration),
                source.read("sessionTimeout", "REDIS_SESSION_TIMEOUT", "0", false, ManagerSettings::secondsOrDuration),
                source.read("cachedSessions", "SESSION_CACHED_SESSIONS", "10000", false, ManagerSettings::count),
                source.read("mostEvents", "SESSION_MOST_EVENTS", "100000", false, ManagerSettings::count),
                source.read("application", "SESSION_APPLICATION", "", false, ManagerSettings::application),
                source.read("node", "SESSION_NODE", "", false, ManagerSettings::node));
    }

    /** The address that the origin's variables name one by one; only when the host is named, since containers set others themselves. */
    private static String redisByParts(Source source) {
        var host = source.read("redisHost", "REDIS_HOST", "", false, ManagerSettings::host);
        if (host.isEmpty()) {
            return "redis://127.0.0.1:6379/0";
        }
        var port = source.read("redisPort", "REDIS_PORT", "6379", false, ManagerSettings::count);
        var database = source.read("redisDb", "REDIS_DB", "0", false, ManagerSettings::count);
        var tls = source.read("redisSsl", "REDIS_SSL", "false", false, ManagerSettings::flag);
        var password = source.read("redisPassword", "REDIS_PASSWORD", "", true, Function.identity());
        var user = password.isEmpty()
                ? ""
                : ":" + URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20") + "@";
        return (tls ? "rediss://" : "redis://") + user + host + ":" + port + "/" + database;
    }

    private static String host(String text) {
        if (!text.matches("|[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\]")) {
            throw new IllegalArgumentException("is a host name, an IPv4 address, or an IPv6 address in brackets");
        }
        return text;
    }

    private static boolean flag(String text) {
        if (!text.matches("(?i)true|false")) {
            throw new IllegalArgumentException("is true or false");
        }
        return Boolean.parseBoolean(text);
    }

    private static String application(String text) {
        if (!text.matches("[\\x21-\\x7e&&[^{}*?\\[\\]]]{0,100}")) {
            throw new IllegalArgumentException("has 1 to 100 visible ASCII characters, none of { } * ? [ ]");
        }
        return text;
    }

    private static String node(String text) {
        if (!text.matches("[A-Za-z0-9._-]{0,64}")) {
            throw new IllegalArgumentException("has 1 to 64 letters, digits, '.', '_' or '-'");
        }
        return text;
    }

    /** What is wrong with it is not said: the parser's message would show the password. */
    private static URI redisUrl(String text) {
        try {
            var url = new URI(text);
            var scheme = url.getScheme();
            var database =
                    url.getPath() == null || DATABASE.matcher(url.getPath()).matches();
            if (url.getHost() != null && ("redis".equals(scheme) || "rediss".equals(scheme)) && database) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(URL_FORM);
        }
        throw new IllegalArgumentException(URL_FORM);
    }

    private static String prefix(String text) {
        if (!text.matches("[\\x21-\\x7e&&[^{}*?\\[\\]]]{1,100}")) {
            throw new IllegalArgumentException("has 1 to 100 visible ASCII characters, none of { } * ? [ ]");
        }
        return text;
    }

    /** The origin's variable counts seconds. */
    private static Duration secondsOrDuration(String text) {
        return text.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : duration(text);
    }

    private static Duration positive(String text) {
        var duration = duration(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException("is longer than nothing, as in 250ms");
        }
        return duration;
    }

    private static Duration duration(String text) {
        var brief = SHORT_DURATION.matcher(text);
        if (brief.matches()) {
            var amount = Long.parseLong(brief.group(1));
            return switch (brief.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }
        try {
            var duration = Duration.parse(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("is a time as in 250ms, 30s, 5m, 12h or PT30S", e);
        }
        throw new IllegalArgumentException("is not negative");
    }

    private static int count(String text) {
        if (!text.matches("\\d{1,7}")) {
            throw new IllegalArgumentException("is a number from 0 to 9999999");
        }
        return Integer.parseInt(text);
    }

    /** Where settings come from. */
    private record Source(
            Map<String, String> attributes,
            Function<String, @Nullable String> property,
            Function<String, @Nullable String> environment) {

        <T> T read(String name, String variable, String fallback, boolean secret, Function<String, T> parse) {
            var origin = "the manager's attribute " + name;
            var text = attributes.get(name);
            if (text == null) {
                origin = "the system property vedfolnir." + name;
                text = property.apply("vedfolnir." + name);
            }
            if (text == null) {
                origin = "the environment variable " + variable;
                text = environment.apply(variable);
            }
            if (text == null) {
                origin = "the file that " + variable + "_FILE names";
                text = file(variable + "_FILE");
            }
            try {
                return parse.apply(text == null ? fallback : text.strip());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("The setting " + name + " from " + origin + " is "
                        + (secret ? "not valid (its value is not shown)" : "'" + text + "'") + ": " + name + " "
                        + e.getMessage()
                        + ".");
            }
        }

        private @Nullable String file(String variable) {
            var path = environment.apply(variable);
            if (path == null) {
                return null;
            }
            try {
                return Files.readString(Path.of(path));
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "The environment variable " + variable + " names the file '" + path
                                + "', which cannot be read. Check the path and who may read it.",
                        e);
            }
        }
    }
}
