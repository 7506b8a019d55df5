package org.vedfolnir.session.store.redis.settings;

import java.time.Duration;
import org.vedfolnir.session.store.IdleSlack;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;

/**
 * What the store on Redis needs to know. Immutable.
 *
 * @param keyPrefix what a session's key begins with; the other keys share what stands before its {@code session:}
 * @param application whose sessions these are; {@code /} for the only or the main one. Each has indexes of its own, and so has each version
 *     ({@code /shop##2}); events and keys are of all versions
 * @param access where Redis is, and how to get in
 * @param commandTimeout how long one command may take
 * @param touchInterval a session's end is moved at most this often; see {@link IdleSlack}
 * @param requestBudget how long an operation may take, its retry included
 * @param grace how long a document outlives its session, for those who end it
 * @param recording whether events are recorded, and how many may wait
 * @param readerDeadAfter a reader of events that has held one for this long without acknowledging it is taken for dead
 * @param node the name of this node; two nodes never share one
 * @param securityWrites whether what takes rights away waits for a replica
 * @param said what the applications of this node have said of their Redis
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
        LogDeduplicator said) {

    private static final String MAIN = "/";
    /** Before the version of an application that is deployed in several. */
    private static final String VERSION = "##";

    /** The same for another application: a single sign-on ends its sessions too. */
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
                        said);
    }

    /** The sorted set of the application's expiries. */
    public String expiries() {
        return namespace() + "expiries" + (main() ? "" : ":" + application);
    }

    /** The sorted set of the check values of the keys that the application's nodes have. */
    public String keys() {
        return namespace() + "keys" + ofAllVersions();
    }

    /** Whose turn it is to sweep after a failover. */
    public String sweep(String failover) {
        return namespace() + "sweep" + (main() ? "" : ":" + application) + ":" + failover;
    }

    /** The form of ids that nodes take besides their own: of all applications, since one may get the id of another's session. */
    public String ids() {
        return namespace() + "ids";
    }

    /**
     * The set of the ids of a user's sessions: two applications may give one name to two people. No user of one application has the key of a
     * user of another: all but plain names of the main application begin with a slash, and then the first colon ends the application.
     */
    public String userIndex(String user) {
        var plain = main() && !user.startsWith("/");
        return namespace() + "user:" + (plain ? "" : unambiguous(application) + ":") + user;
    }

    /** Paths, which nearly all are, stay as they are. A configured name without a slash has a mark that no path has. */
    private static String unambiguous(String application) {
        var escaped = application.replace("%", "%25").replace(":", "%3A");
        return application.startsWith("/") ? escaped : "/%=" + escaped;
    }

    /** The key that tells where a session lies that changed its id. */
    public String locator(String handle) {
        return namespace() + "handle:" + handle;
    }

    public IdleSlack slack() {
        return new IdleSlack(touchInterval);
    }

    /** The key of a single sign-on: of all applications. */
    public String signOn(String digest) {
        return namespace() + "sso:" + digest;
    }

    /** The key of a bucket of attempts: of all applications. */
    public String bucket(String bucket) {
        return namespace() + "attempts:" + bucket;
    }

    /** The stream of the application's events, one for all its versions: a version that has gone leaves none behind that nobody reads. */
    public String events() {
        return namespace() + "events" + ofAllVersions();
    }

    private String ofAllVersions() {
        var version = application.indexOf(VERSION);
        var name = version < 0 ? application : application.substring(0, version);
        return MAIN.equals(name) ? "" : ":" + name;
    }

    /** The key that names what this Redis keeps: of all applications. */
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

    /** Where Redis is, without the password. */
    public String place() {
        return access.place();
    }
}
