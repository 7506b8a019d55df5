package org.vedfolnir.session.store.redis.settings;

import java.time.Duration;
import org.vedfolnir.session.store.IdleSlack;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;
import org.vedfolnir.session.store.meter.StoreMeter;

/**
 * The configuration of the store on Redis. Immutable.
 *
 * @param keyPrefix prefix of a session's key; the other keys share its part before {@code session:}
 * @param application the owner of the sessions; {@code /} for the only or the main one. Each application has indexes of
 *     its own, and so has each version ({@code /shop##2}); all versions share events and keys
 * @param access the address of Redis, and how to connect
 * @param commandTimeout how long one command may take
 * @param touchInterval a session's end is moved at most this often; see {@link IdleSlack}
 * @param requestBudget how long an operation may take, including its retry
 * @param grace how long a document outlives its session, so that an expired session can be processed
 * @param recording whether events are recorded, and how many may wait
 * @param readerDeadAfter a reader that has held an event for this long without acknowledging it is considered dead
 * @param node the name of this node, which must be unique
 * @param securityWrites whether writes that revoke rights wait for a replica
 * @param deduplicator of the log messages of this node's applications about Redis
 * @param meter counts the calls of Redis
 */
public record RedisSettings(
        String keyPrefix,
        String application,
        RedisAccess access,
        Duration commandTimeout,
        Duration touchInterval,
        Duration requestBudget,
        Duration grace,
        EventSettings recording,
        Duration readerDeadAfter,
        String node,
        SecurityWrites securityWrites,
        LogDeduplicator deduplicator,
        StoreMeter meter) {

    private static final String MAIN = "/";
    /** Precedes the version of an application that is deployed in several. */
    private static final String VERSION = "##";

    /** Returns the same for another application: a single sign-on ends its sessions too. */
    public RedisSettings of(String other) {
        return other.isEmpty() || other.equals(application)
                ? this
                : new RedisSettings(
                        keyPrefix,
                        other,
                        access,
                        commandTimeout,
                        touchInterval,
                        requestBudget,
                        grace,
                        recording,
                        readerDeadAfter,
                        node,
                        securityWrites,
                        deduplicator,
                        meter);
    }

    /** Returns the sorted set of the application's expiries. */
    public String expiries() {
        return namespace() + "expiries" + (main() ? "" : ":" + application);
    }

    /** Returns the sorted set of the check values of the keys that the application's nodes have. */
    public String keys() {
        return namespace() + "keys" + ofAllVersions();
    }

    /** Returns the key that names the node which sweeps after a failover. */
    public String sweep(String failover) {
        return namespace() + "sweep" + (main() ? "" : ":" + application) + ":" + failover;
    }

    /**
     * Returns the key of the format of ids that nodes accept in addition to their own: of all applications, since one
     * may get the id of another's session.
     */
    public String ids() {
        return namespace() + "ids";
    }

    /**
     * Returns the set of the ids of a user's sessions. Two applications may use one name for two users, so users of
     * different applications never share a key: all but plain names of the main application begin with a slash, and
     * then the first colon ends the application.
     */
    public String userIndex(String user) {
        var plain = main() && !user.startsWith("/");
        return namespace() + "user:" + (plain ? "" : unambiguous(application) + ":") + user;
    }

    /**
     * Keeps paths, which nearly all applications are. A configured name without a slash gets a mark that no path has.
     */
    private static String unambiguous(String application) {
        var escaped = application.replace("%", "%25").replace(":", "%3A");
        return application.startsWith("/") ? escaped : "/%=" + escaped;
    }

    /** Returns the key that maps the handle of a session to its current id. */
    public String locator(String handle) {
        return namespace() + "handle:" + handle;
    }

    /** Returns the key that remembers when the session of another manager's key was claimed, in the slot of that key. */
    public String claimed(String key) {
        return namespace() + "claimed:" + (key.contains("{") ? key : "{" + key + "}");
    }

    public IdleSlack slack() {
        return new IdleSlack(touchInterval);
    }

    /** Returns the key of a single sign-on, of all applications. */
    public String signOn(String digest) {
        return namespace() + "sso:" + digest;
    }

    /** Returns the key of a bucket of attempts, of all applications. */
    public String bucket(String bucket) {
        return namespace() + "attempts:" + bucket;
    }

    /**
     * Returns the stream of the application's events, one for all its versions, so that a removed version leaves no
     * stream without a reader.
     */
    public String events() {
        return namespace() + "events" + ofAllVersions();
    }

    private String ofAllVersions() {
        var version = application.indexOf(VERSION);
        var name = version < 0 ? application : application.substring(0, version);
        return MAIN.equals(name) ? "" : ":" + name;
    }

    /** Returns the key of this Redis' generation, of all applications. */
    public String generation() {
        return namespace() + "generation";
    }

    private boolean main() {
        return MAIN.equals(application);
    }

    String namespace() {
        return keyPrefix.endsWith("session:")
                ? keyPrefix.substring(0, keyPrefix.length() - "session:".length())
                : keyPrefix;
    }

    /** Returns the address of Redis, without a password. */
    public String place() {
        return access.place();
    }
}
