package org.vedfolnir.session.settings;

import org.vedfolnir.session.configuration.Setting;
import org.vedfolnir.session.configuration.SettingDefinition;
import org.vedfolnir.session.configuration.SettingKind;

/**
 * The settings of the manager. Each is also an attribute of {@code <Manager>}. docs/configuration.md is generated from
 * the texts: the first line is what the setting does, the second one when to change it.
 */
public enum ManagerSetting implements Setting {
    REDIS_URL("redisUrl", "REDIS_URL", "redis://127.0.0.1:6379/0", SettingKind.SECRET, """
        The address of Redis: `redis://[user:password@]host:port/db`, or `rediss://` for TLS.
        Always in production. Prefer `REDIS_URL_FILE` if the address holds a password: the file is read again at each connection.
        """),
    REDIS_HOST("redisHost", "REDIS_HOST", "", SettingKind.TEXT, """
        The host of Redis, if the address is set part by part. `redisUrl` overrides all four parts.
        If your deployment has these four variables already.
        """),
    REDIS_PORT("redisPort", "REDIS_PORT", "6379", SettingKind.COUNT, """
        The port of Redis, with `redisHost`. Ignored without it.
        If Redis listens on another port.
        """),
    REDIS_DB("redisDb", "REDIS_DB", "0", SettingKind.COUNT, """
        The number of the database in Redis, with `redisHost`. Ignored without it. `0` is the first database.
        If the sessions have a database of their own. Redis Cluster has `0` only.
        """),
    REDIS_SSL("redisSsl", "REDIS_SSL", "false", SettingKind.FLAG, """
        Whether to connect over TLS, with `redisHost`. Ignored without it.
        If Redis is not on the same machine.
        """),
    REDIS_USERNAME("redisUsername", "REDIS_USERNAME", "", SettingKind.TEXT, """
        The ACL user, with `redisPassword`. Without it, the password is that of the default user. A login in the address overrides both.
        If Redis has a user of least rights for the sessions.
        """),
    REDIS_PASSWORD("redisPassword", "REDIS_PASSWORD", "", SettingKind.SECRET, """
        The password, if the address holds none. The file that `REDIS_PASSWORD_FILE` names is read again at each connection.
        If Redis asks for a password.
        """),
    REDISSON_CONFIG("redissonConfig", "SESSION_REDISSON_CONFIG", "", SettingKind.FILE_OR_CONTENT, """
        A Redisson configuration, as the path of a file or as the text itself. Overrides `redisUrl`. `configPath` is accepted as another name of the attribute.
        For Redis Cluster, Sentinel, connection pools and TLS options ([install.md](install.md)).
        """),
    REDIS_TRUST_STORE("redisTrustStore", "REDIS_TRUST_STORE", "", "the trust store of Java", SettingKind.TEXT, """
        The certificate authorities to trust for Redis over TLS: a file in PEM, PKCS #12 or JKS form.
        If a private authority signed the certificate of Redis.
        """),
    REDIS_TRUST_STORE_PASSWORD("redisTrustStorePassword", "REDIS_TRUST_STORE_PASSWORD", "", SettingKind.SECRET, """
        The password of that store.
        If the store has one.
        """),
    KEY_PREFIX("keyPrefix", "REDIS_SESSION_PREFIX", "vedfolnir:session:", SettingKind.TEXT, """
        The beginning of each session's key in Redis.
        If two groups of applications share a Redis and are to be separate. All nodes of a group need the same one.
        """),
    COMMAND_TIMEOUT("commandTimeout", "SESSION_COMMAND_TIMEOUT", "250ms", SettingKind.TIME, """
        How long the manager waits for one command. Then the visitor gets a 503. Cannot be `0`.
        Raise it if Redis is far away or its disk is slow. Visitors then wait longer in an outage.
        """),
    ENCRYPTION_KEYS("encryptionKeys", "SESSION_ENCRYPTION_KEYS", "", SettingKind.SECRET, """
        The keys that encrypt sessions: `name:base64 of 32 bytes`, several with commas. The first one encrypts, all of them decrypt. Without keys, sessions are stored in plain text.
        Always in production. Prefer `SESSION_ENCRYPTION_KEYS_FILE`: the file is read again while the node runs, so a new key needs no restart.
        """),
    KEY_WRAPPING("keyWrapping", "SESSION_KEY_WRAPPING", "true", SettingKind.FLAG, """
        `true`: data keys encrypt the sessions, and the first key encrypts the data keys. `false`: the first key encrypts the sessions, which every version can read.
        Set it to `false` only during a rolling upgrade from a version that does not know this setting.
        """),
    HASHED_IDS("hashedIds", "SESSION_HASHED_IDS", "", SettingKind.SECRET, """
        A key of 32 random bytes in Base64. Redis then stores each session under an HMAC of its id, so nobody can take over a session with a copy of Redis.
        If other people can read Redis or its backups. When you set, change or remove the key, all users are signed out.
        """),
    ADOPT_PLAIN("adoptPlain", "SESSION_ADOPT_PLAIN", "", "`true` without keys, else `false`", SettingKind.FLAG, """
        Whether sessions that the original Python application stored as plain JSON continue here. Must be `false` with `hashedIds`.
        Set it to `true` while you move from that application with encryption on, and back to `false` when its sessions have ended.
        """),
    ADOPT_FROM("adoptFrom", "SESSION_ADOPT_FROM", "", SettingKind.CHOICE, """
        The manager that the application had before, whose sessions continue here: `redisson-tomcat`, `spring-session` or `standard-manager` ([Moving over](moving-over.md)). Empty: none. With `hashedIds` only `standard-manager` is possible.
        Set it while you move from that manager, and remove it when its sessions have ended.
        """),
    ADOPT_PREFIX("adoptPrefix", "SESSION_ADOPT_PREFIX", "", SettingKind.TEXT, """
        The beginning of that manager's keys, if it was configured: `keyPrefix` of redisson-tomcat, the namespace of Spring Session.
        If that manager has such a setting.
        """),
    SESSION_TIMEOUT("sessionTimeout", "REDIS_SESSION_TIMEOUT", "0", "the timeout of `web.xml`", SettingKind.TIME, """
        The idle timeout, as `1800` (seconds) or `30m`, rounded up to whole minutes. Overrides `web.xml`; `setMaxInactiveInterval` overrides both. `0` means "not set", not "never".
        If you want another idle timeout than the application's `web.xml` has.
        """),
    ABSOLUTE_TIMEOUT("absoluteTimeout", "SESSION_ABSOLUTE_TIMEOUT", "0s", SettingKind.TIME, """
        How long a session lives from its beginning, even if it is used all the time. `0s`: no such limit.
        If a policy requires users to sign in again after a fixed time, for example `12h`.
        """),
    TOUCH_INTERVAL("touchInterval", "SESSION_TOUCH_INTERVAL", "1s", SettingKind.TIME, """
        The manager records a use of a session at most this often. An idle session ends up to 1.25 times this interval late, never early ([Time](install.md#time)). `0s`: it records every use.
        Raise it, for example to `1m`, for fewer writes to Redis, and with `readMode` `tracked` for fewer reads.
        """),
    PASSIVE_PATHS("passivePaths", "SESSION_PASSIVE_PATHS", "", SettingKind.TEXT, """
        Paths whose requests read the session without extending it, unless they change it: `/api/state,/live/*`.
        If pages of the application poll by themselves.
        """),
    READ_MODE("readMode", "SESSION_READ_MODE", "strict", SettingKind.CHOICE, """
        `strict`: each request reads its session from Redis. `tracked`: a `GET` needs no round trip if this node has the session cached, except once or twice per `touchInterval`.
        Set it to `tracked` if most requests only read, and a change by another node may be seen up to a second late.
        """),
    CONCURRENCY("concurrency", "SESSION_CONCURRENCY", "shared", SettingKind.CHOICE, """
        What simultaneous requests of one session on one node see. `shared`: the same live attributes, as with Tomcat's own manager. `isolated`: each request works on a copy ([Requests at the same time](install.md#requests-at-the-same-time)).
        Set it to `isolated` if a request must not see unfinished changes of another one.
        """),
    SECURITY_WRITES("securityWrites", "SESSION_SECURITY_WRITES", "acknowledged", SettingKind.CHOICE, """
        `acknowledged`: a sign-out is answered when the master has it. `replicated`: when a replica has it too, else with a 503 after `commandTimeout` ([What a failover takes back](install.md#what-a-failover-takes-back)).
        Set it to `replicated` if a failover of Redis must not bring back a session that was signed out.
        """),
    CACHED_SESSIONS("cachedSessions", "SESSION_CACHED_SESSIONS", "10000", SettingKind.COUNT, """
        The maximum number of sessions in a node's cache. `0`: the node caches nothing.
        Raise it if more sessions than that are in use on a node, and the heap has room.
        """),
    CACHED_BYTES(
            "cachedBytes",
            "SESSION_CACHED_BYTES",
            "",
            "a sixteenth of the heap, at most `256MB`",
            SettingKind.SIZE,
            """
            About how much heap that cache may use. Single sign-ons may use an eighth of it in addition. `0`: the node caches nothing.
            Raise it for large sessions; lower it if the application needs the heap.
            """),
    PART_BYTES("partBytes", "SESSION_PART_BYTES", "4096", SettingKind.SIZE, """
        An attribute with more encoded bytes is stored beside the session, and read only when the application reads it. `0`: all attributes are stored in the session. At most `16MB`.
        Lower it if most requests do not need the larger attributes; raise it if most do.
        """),
    LARGEST_ATTRIBUTE("largestAttribute", "SESSION_LARGEST_ATTRIBUTE", "512KB", SettingKind.SIZE, """
        The maximum encoded size of an attribute. A request that sets a larger one fails with `SessionTooLargeException`, and none of its changes are saved. `0`: no such limit but that of `largestSession`. At most `16MB`.
        Raise it if the log names such an attribute and the application cannot make it smaller.
        """),
    LARGEST_SESSION("largestSession", "SESSION_LARGEST_SESSION", "1MB", SettingKind.SIZE, """
        The maximum encoded size of all attributes of a session together, with the same effect. A session that is larger already may still shrink. `0`: no limit.
        Raise it together with `largestAttribute`.
        """),
    LARGEST_BODY("largestBody", "SESSION_LARGEST_BODY", "0", SettingKind.SIZE, """
        The maximum size of a request's body. With a limit, the manager reads the whole body before the application does, so slow clients cannot occupy all threads ([Request bodies](#request-bodies)). `0`: no limit, and the application reads the body. At most `16MB`.
        If all requests of the application are small. The WAR asks for `128KB`.
        """),
    MAX_SESSIONS_PER_USER("maxSessionsPerUser", "SESSION_MAX_SESSIONS_PER_USER", "0", SettingKind.COUNT, """
        The maximum number of sessions of a user on all nodes together. `0`: no limit.
        If users must not stay signed in on any number of devices. The WAR asks for `10`.
        """),
    SESSIONS_PER_USER_POLICY(
            "sessionsPerUserPolicy", "SESSION_SESSIONS_PER_USER_POLICY", "END_OLDEST", SettingKind.CHOICE, """
                What happens at one session more. `END_OLDEST`: the least recently used one ends. `REJECT`: the sign-in fails with `TooManySessionsException`.
                Set it to `REJECT` if a sign-in must not end a session elsewhere.
                """),
    MAX_STORE_THREADS("maxStoreThreads", "SESSION_MAX_STORE_THREADS", "25%", SettingKind.TEXT, """
        How many threads may wait for Redis at once: a number, or a share of the connectors' threads. Further requests get a 503 within 50 ms, or a page without a session. `0` is not allowed.
        Raise it if Redis is slow but reliable; lower it if pages without a session must stay fast.
        """),
    EVENTS("events", "SESSION_EVENTS", "none", SettingKind.CHOICE, """
        `stream`: the manager writes what happens to sessions to a stream in Redis, for an application that reads it with `SessionRegistry.events()`.
        Only for an application that has such a reader. The WAR asks for `stream` itself.
        """),
    EVENT_BYTES("eventBytes", "SESSION_EVENT_BYTES", "64MB", SettingKind.SIZE, """
        How much memory of Redis unread events may use; the default is room for some 200 000. When it is full, new events are counted but not stored: the log has an ERROR, health is DEGRADED, and the audit trail gets a row `gap`. At least `64KB`.
        Raise it if the database of the audit trail may be away for long.
        """),
    APPLICATION(
            "application",
            "SESSION_APPLICATION",
            "",
            "the context path; on other hosts than the default host `//host/path`",
            SettingKind.TEXT,
            """
            The name of the application that the sessions belong to. A session of one application is invalid in another.
            If applications are to share sessions, or one is served at another path: give them the same name on all nodes.
            """),
    VERSIONS("versions", "SESSION_VERSIONS", "apart", SettingKind.CHOICE, """
        For parallel deployment (`shop##1`, `shop##2`). `apart`: a session stays in the version in which it began, as with Tomcat's own manager. `shared`: all versions use the same sessions, so users move to the newest one.
        Set it to `shared` if the classes of each version can read the sessions of the one before.
        """),
    NODE("node", "SESSION_NODE", "", "the `jvmRoute`, else a random name", SettingKind.TEXT, """
        The name of this node in events. Each node needs another one.
        If events are to name your servers and there is no `jvmRoute`.
        """),
    JSON_BEANS("jsonBeans", "SESSION_JSON_BEANS", "", SettingKind.TEXT, """
        Classes whose objects are stored as readable JSON, field by field, instead of serialized: `shop.Cart`, `shop.model.*`, `shop.**`, with commas.
        If other programs read the sessions, or fields of your classes come and go with new versions.
        """),
    DESERIALIZABLE(
            "deserializable",
            "SESSION_DESERIALIZABLE",
            "",
            "all classes but those known to be dangerous",
            SettingKind.TEXT,
            """
            The classes that may be deserialized, in the syntax of `jdk.serialFilter`: `shop.**;java.base/*;!*`.
            Name your own classes and end with `!*` if other people can write to Redis, or you use no encryption.
            """),
    UNSERIALIZABLE(
            "unserializable",
            "SESSION_UNSERIALIZABLE",
            "",
            "`refuse` with `<distributable/>`, else `local`",
            SettingKind.CHOICE,
            """
            What happens to an attribute that cannot be serialized. `local`: it stays on its node. `refuse`: `setAttribute` throws an exception.
            Set it to `refuse` to find such attributes in a test.
            """),
    LOCAL_SESSIONS("localSessions", "SESSION_LOCAL_SESSIONS", "10000", SettingKind.COUNT, """
        How many sessions may have attributes that stay on their node. Beyond that, the least recently used sessions lose theirs, with a WARNING. `0`: no session keeps any.
        Raise it if the log has that WARNING and the heap has room.
        """),
    UNSTORED("unstored", "SESSION_UNSTORED", "", SettingKind.TEXT, """
        Attributes that are not stored and end with the request, for example ones that a framework sets on every request: `cart,report.*`.
        If such attributes cause a write at each request. The WAR asks for three of Faces and CDI.
        """),
    UNWATCHED("unwatched", "SESSION_UNWATCHED", "", SettingKind.TEXT, """
        Attributes that are saved only when the application sets them: `cart,report.*`. The manager does not check them for changes when the request ends.
        If the application calls `setAttribute` after each change, and the attribute is large.
        """),
    WATCHED_BYTES("watchedBytes", "SESSION_WATCHED_BYTES", "1048576", SettingKind.COUNT, """
        A larger attribute, in encoded bytes, counts as unwatched, and the log names it once. `0`: every attribute does.
        Raise it if the application changes larger attributes in place without `setAttribute`.
        """);

    private final SettingDefinition definition;

    ManagerSetting(String name, String variable, String fallback, SettingKind kind, String text) {
        this.definition = SettingDefinition.of(name, variable, fallback, kind, text);
    }

    ManagerSetting(String name, String variable, String fallback, String shownDefault, SettingKind kind, String text) {
        this.definition = SettingDefinition.of(name, variable, fallback, shownDefault, kind, text);
    }

    @Override
    public SettingDefinition definition() {
        return definition;
    }
}
