package org.vedfolnir.session.settings;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.store.redis.settings.EventSettings;
import org.vedfolnir.session.store.redis.settings.RedisAccess;
import org.vedfolnir.session.store.redis.settings.RedisLogin;
import org.vedfolnir.session.store.redis.settings.RedissonConfiguration;
import org.vedfolnir.session.store.redis.settings.SecurityWrites;
import org.vedfolnir.session.store.redis.settings.TlsTrust;

/**
 * Every setting of the manager, checked. Immutable.
 *
 * @param redis where Redis is and how to get in: one server, {@code redis://127.0.0.1:6379/0} by default, or a Redisson configuration
 * @param keyPrefix what the session's key in Redis begins with; default {@code vedfolnir:session:}
 * @param keys the key ring that seals documents; none by default
 * @param keysNow reads that setting again, in case that its file has changed
 * @param keyWrapping whether data keys seal, which the ring's key wraps; by default they do. Versions before do not open what they seal
 * @param commandTimeout how long one command may take; default 250 ms
 * @param touchInterval how exact the end of an idle session is; default 1 s
 * @param absoluteTimeout how long a session lives however busy it is; zero, the default, means as long as it is used
 * @param sessionTimeout how long a session lives that nobody uses, unless the application says so in code; zero, the default, means what the
 *     application's web.xml says, else 30 minutes
 * @param cachedSessions documents that a node keeps at hand; default 10 000
 * @param cachedBytes about how much of the heap they take at most; default a sixteenth of the heap, no more than 256 MB
 * @param partBytes an attribute that is encoded in more bytes lies beside its document; default 4096, 0 for none
 * @param largestAttribute the most bytes that an attribute may be encoded in; default 512 KB, 0 for any
 * @param largestSession the most bytes of all attributes of a session; default 1 MB, 0 for any
 * @param maxSessionsPerUser how many sessions a user may have at once; default 0, any
 * @param sessionsPerUserPolicy what happens at one more; by default the one that was not used for the longest time ends
 * @param passivePaths requests that do not keep a session alive; default none
 * @param recording whether events are written to a stream in Redis, for an audit trail that reads them, and how many bytes of them may wait
 *     there; by default none are
 * @param largestBody the most bytes of a request's body, which is then read before anything else; default 0: any, and the application reads it
 * @param maxStoreThreads how many threads may wait for the store at once; a share of the connectors' threads by default, 25 %
 * @param application whose sessions these are; where they are served by default ({@link ApplicationName}). Those that share sessions have the same
 * @param attributes how the values of attributes are kept
 * @param adoptPlain whether plain JSON of the original application becomes a session; by default where there are no keys
 * @param storedIds under which ids the store keeps sessions; by default those of the cookies
 * @param readMode whether each request asks the store; by default it does
 * @param concurrency what requests of one session that run at once on one node see of each other; by default all
 * @param versions whether the versions of a parallel deployment have sessions of their own; by default they do
 * @param securityWrites whether what takes rights away waits for a replica of Redis; by default it does not
 * @param node the name of this node in events, which no other node has; by default the jvmRoute, else a random one
 */
public record ManagerSettings(
        RedisAccess redis,
        String keyPrefix,
        KeyRing keys,
        Supplier<KeyRing> keysNow,
        boolean keyWrapping,
        Duration commandTimeout,
        Duration touchInterval,
        Duration absoluteTimeout,
        Duration sessionTimeout,
        int cachedSessions,
        long cachedBytes,
        int partBytes,
        int largestAttribute,
        long largestSession,
        int maxSessionsPerUser,
        SessionsPerUserPolicy sessionsPerUserPolicy,
        PassivePaths passivePaths,
        EventSettings recording,
        int largestBody,
        ThreadLimit maxStoreThreads,
        String application,
        AttributeSettings attributes,
        boolean adoptPlain,
        StoredIds storedIds,
        ReadMode readMode,
        Concurrency concurrency,
        ParallelVersions versions,
        SecurityWrites securityWrites,
        String node) {

    private static final System.Logger LOG = System.getLogger(ManagerSettings.class.getName());
    private static final int MOST_PORT = 65_535;
    /** What a container of Docker or Kubernetes sets by itself where a service is called redis. */
    private static final String SET_BY_A_CONTAINER = "tcp://";

    private static final String URL_FORM = "is redis://[user:password@]host:port/db, or rediss:// for TLS";
    private static final Pattern DATABASE = Pattern.compile("/?|/\\d{1,5}");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(|KB|MB|GB)");
    /** What a compressed document or part is unpacked to at most. */
    private static final long MOST_BYTES = 16 << 20;

    private static final long LEAST_EVENT_BYTES = 64 << 10;

    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    /**
     * Gathers the settings, the first of these that has one: the manager's attribute, a system property
     * {@code vedfolnir.<attribute>}, an environment variable, a file named by that variable with {@code _FILE}, what the application asks for
     * by its context parameter {@code org.vedfolnir.session.<attribute>}, the default.
     *
     * @throws IllegalArgumentException that names the setting, where it came from, its value unless secret, and what is allowed
     */
    public static ManagerSettings gather(
            Map<String, String> attributes,
            Function<String, @Nullable String> property,
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> parameter) {
        var source = new Source(attributes, property, environment, parameter);
        var keys = keys(source);
        var storedIds = source.read("hashedIds", "SESSION_HASHED_IDS", "", true, StoredIds::parse);
        return new ManagerSettings(
                access(source),
                source.read("keyPrefix", "REDIS_SESSION_PREFIX", "vedfolnir:session:", false, ManagerSettings::prefix),
                keys,
                () -> keys(source),
                source.read("keyWrapping", "SESSION_KEY_WRAPPING", "true", false, ManagerSettings::flag),
                source.read("commandTimeout", "SESSION_COMMAND_TIMEOUT", "250ms", false, ManagerSettings::positive),
                source.read("touchInterval", "SESSION_TOUCH_INTERVAL", "1s", false, ManagerSettings::duration),
                source.read("absoluteTimeout", "SESSION_ABSOLUTE_TIMEOUT", "0s", false, ManagerSettings::duration),
                source.read("sessionTimeout", "REDIS_SESSION_TIMEOUT", "0", false, ManagerSettings::secondsOrDuration),
                source.read("cachedSessions", "SESSION_CACHED_SESSIONS", "10000", false, ManagerSettings::count),
                source.read(
                        "cachedBytes",
                        "SESSION_CACHED_BYTES",
                        Long.toString(sixteenthOfTheHeap()),
                        false,
                        ManagerSettings::bytes),
                source.read("partBytes", "SESSION_PART_BYTES", "4096", false, ManagerSettings::smallSize),
                source.read(
                        "largestAttribute", "SESSION_LARGEST_ATTRIBUTE", "512KB", false, ManagerSettings::smallSize),
                source.read("largestSession", "SESSION_LARGEST_SESSION", "1MB", false, ManagerSettings::bytes),
                source.read("maxSessionsPerUser", "SESSION_MAX_SESSIONS_PER_USER", "0", false, ManagerSettings::count),
                source.read(
                        "sessionsPerUserPolicy",
                        "SESSION_SESSIONS_PER_USER_POLICY",
                        "END_OLDEST",
                        false,
                        ManagerSettings::policy),
                source.read("passivePaths", "SESSION_PASSIVE_PATHS", "", false, PassivePaths::parse),
                recording(source),
                source.read("largestBody", "SESSION_LARGEST_BODY", "0", false, ManagerSettings::smallSize),
                source.read("maxStoreThreads", "SESSION_MAX_STORE_THREADS", "25%", false, ThreadLimit::parse),
                source.read("application", "SESSION_APPLICATION", "", false, ManagerSettings::application),
                AttributeSettings.gather(source),
                source.read(
                        "adoptPlain",
                        "SESSION_ADOPT_PLAIN",
                        String.valueOf(!keys.sealing() && !storedIds.hashed()),
                        false,
                        text -> adoption(text, storedIds)),
                storedIds,
                source.read("readMode", "SESSION_READ_MODE", "strict", false, ReadMode::parse),
                source.read("concurrency", "SESSION_CONCURRENCY", "shared", false, Concurrency::parse),
                source.read("versions", "SESSION_VERSIONS", "apart", false, ParallelVersions::parse),
                source.read("securityWrites", "SESSION_SECURITY_WRITES", "acknowledged", false, SecurityWrites::parse),
                source.read("node", "SESSION_NODE", "", false, ManagerSettings::node));
    }

    private static EventSettings recording(Source source) {
        var recorded = source.read("events", "SESSION_EVENTS", "none", false, ManagerSettings::isStream);
        var bytes = source.read("eventBytes", "SESSION_EVENT_BYTES", "64MB", false, ManagerSettings::eventBytes);
        return recorded ? EventSettings.upTo(bytes) : EventSettings.NONE;
    }

    private static boolean isStream(String text) {
        if (!text.matches("none|stream")) {
            throw new IllegalArgumentException("is none, or stream where an audit trail reads the events");
        }
        return "stream".equals(text);
    }

    private static long eventBytes(String text) {
        var bytes = bytes(text);
        if (bytes < LEAST_EVENT_BYTES) {
            throw new IllegalArgumentException("is 64KB at least");
        }
        return bytes;
    }

    /** The original application knows of no key: its sessions lie under their ids. */
    private static boolean adoption(String text, StoredIds storedIds) {
        if (flag(text) && storedIds.hashed()) {
            throw new IllegalArgumentException(
                    "is false where hashedIds is set: sessions of the original application lie under their ids, and are not found");
        }
        return flag(text);
    }

    private static KeyRing keys(Source source) {
        return source.read(
                "encryptionKeys",
                "SESSION_ENCRYPTION_KEYS",
                "",
                true,
                text -> text.isBlank() ? KeyRing.none() : KeyRing.parse(text));
    }

    /** A login that is read from a file is read again at each connection, so that a password may change while the node runs. */
    private static RedisAccess access(Source source) {
        var configuration = source.read(
                "redissonConfig", "SESSION_REDISSON_CONFIG", "", true, ManagerSettings::redissonConfiguration);
        if (configuration.isEmpty() && !source.isSet("redisUrl", "REDIS_URL")) {
            warnOfPartsWithoutHost(source);
        }
        var storePassword =
                source.read("redisTrustStorePassword", "REDIS_TRUST_STORE_PASSWORD", "", true, Function.identity());
        return new RedisAccess(
                address(source),
                configuration.orElse(null),
                source.read(
                        "redisTrustStore",
                        "REDIS_TRUST_STORE",
                        "",
                        false,
                        file -> file.isEmpty() ? TlsTrust.OF_JAVA : TlsTrust.read(Path.of(file), storePassword)),
                configuration.isPresent() && login(source).equals(RedisLogin.NONE)
                        ? configuration.get()::login
                        : () -> login(source));
    }

    private static URI address(Source source) {
        return source.read("redisUrl", "REDIS_URL", redisByParts(source), true, ManagerSettings::redisUrl);
    }

    /** What the address says goes before the two settings; a Redisson configuration has no such address. */
    private static RedisLogin login(Source source) {
        var inAddress = RedisLogin.of(address(source));
        if (inAddress.password() != null) {
            return inAddress;
        }
        var user = source.read("redisUsername", "REDIS_USERNAME", "", false, Function.identity());
        var password = source.read("redisPassword", "REDIS_PASSWORD", "", true, Function.identity());
        return password.isEmpty() ? RedisLogin.NONE : new RedisLogin(user.isEmpty() ? null : user, password);
    }

    /** A path, unless it has the look of the configuration itself. */
    private static Optional<RedissonConfiguration> redissonConfiguration(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var itself = text.startsWith("{") || text.contains("\n");
        try {
            return Optional.of(RedissonConfiguration.parse(itself ? text : Files.readString(Path.of(text))));
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(
                    "names a readable file, or is the configuration itself, which begins with '{' or has several lines",
                    e);
        }
    }

    /** The address that the origin's variables name one by one; only when the host is named, since containers set others themselves. */
    private static String redisByParts(Source source) {
        var host = host(source);
        if (host.isEmpty()) {
            return "redis://127.0.0.1:6379/0";
        }
        var port = source.read("redisPort", "REDIS_PORT", "6379", false, ManagerSettings::port);
        var database = source.read("redisDb", "REDIS_DB", "0", false, ManagerSettings::count);
        var tls = source.read("redisSsl", "REDIS_SSL", "false", false, ManagerSettings::flag);
        return (tls ? "rediss://" : "redis://") + host + ":" + port + "/" + database;
    }

    private static String host(Source source) {
        return source.read("redisHost", "REDIS_HOST", "", false, ManagerSettings::host);
    }

    /** What else names Redis part by part, and is passed over because the host is not named; not what a container sets by itself. */
    private static void warnOfPartsWithoutHost(Source source) {
        var ignored = Stream.of("redisPort:REDIS_PORT", "redisDb:REDIS_DB", "redisSsl:REDIS_SSL")
                .map(each -> each.split(":"))
                .filter(each -> source.isSet(each[0], each[1]))
                .map(each -> each[1])
                .toList();
        if (!ignored.isEmpty() && host(source).isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} is ignored, because REDIS_HOST is not set; Redis is looked for at 127.0.0.1:6379, database 0. Set"
                            + " REDIS_HOST, or name all in REDIS_URL (redis://host:port/db).",
                    String.join(", ", ignored));
        }
    }

    private static int port(String text) {
        var port = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > MOST_PORT) {
            throw new IllegalArgumentException("is a port from 1 to 65535");
        }
        return port;
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
                checkPort(url.getPort());
                return url;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(URL_FORM);
        }
        throw new IllegalArgumentException(URL_FORM);
    }

    /** A port is no secret, though the address that it stands in may hold one. */
    private static void checkPort(int port) {
        if (port == 0 || port > MOST_PORT) {
            throw new IllegalArgumentException("names the port " + port + "; a port is from 1 to 65535");
        }
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

    private static long sixteenthOfTheHeap() {
        return Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 16);
    }

    private static int smallSize(String text) {
        var bytes = bytes(text);
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("is 16MB at most");
        }
        return (int) bytes;
    }

    private static long bytes(String text) {
        var size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException("is a size as in 4096, 256KB or 32MB");
        }
        var amount = Long.parseLong(size.group(1));
        return switch (size.group(2)) {
            case "KB" -> amount << 10;
            case "MB" -> amount << 20;
            case "GB" -> amount << 30;
            default -> amount;
        };
    }

    private static SessionsPerUserPolicy policy(String text) {
        try {
            return SessionsPerUserPolicy.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is END_OLDEST or REJECT", e);
        }
    }

    static int count(String text) {
        if (!text.matches("\\d{1,7}")) {
            throw new IllegalArgumentException("is a number from 0 to 9999999");
        }
        return Integer.parseInt(text);
    }

    /** Where settings come from. */
    record Source(
            Map<String, String> attributes,
            Function<String, @Nullable String> property,
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> parameter) {

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
            if (text == null) {
                origin = "the context parameter org.vedfolnir.session." + name;
                text = parameter.apply("org.vedfolnir.session." + name);
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

        /** Whether anybody says anything but what a container sets by itself. */
        boolean isSet(String name, String variable) {
            return read(name, variable, SET_BY_A_CONTAINER, true, text -> !text.startsWith(SET_BY_A_CONTAINER));
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
