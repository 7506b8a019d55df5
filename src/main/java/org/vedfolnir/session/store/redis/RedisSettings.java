package org.vedfolnir.session.store.redis;

import java.net.URI;
import java.time.Duration;

/**
 * What the store on Redis needs to know. Immutable.
 *
 * @param keyPrefix what a session's key begins with; the other keys share what stands before its {@code session:}
 * @param application whose sessions these are; {@code /} for the only or the main one. Each has indexes of its own
 * @param access where Redis is, and how to get in
 * @param commandTimeout how long one command may take
 * @param touchInterval a session's end is moved at most this often
 * @param requestBudget how long an operation may take, its retry included
 * @param grace how long a document outlives its session, for those who end it
 * @param mostEvents about how many events the stream keeps
 * @param readerDeadAfter a reader of events that has held one for this long without acknowledging it is taken for dead
 * @param node the name of this node; two nodes never share one
 */
public record RedisSettings(
        String keyPrefix,
        String application,
        RedisAccess access,
        Duration commandTimeout,
        Duration touchInterval,
        Duration requestBudget,
        Duration grace,
        long mostEvents,
        Duration readerDeadAfter,
        String node) {

    /** One server, named by its address alone. */
    public RedisSettings(
            String keyPrefix,
            String application,
            URI redisUrl,
            Duration commandTimeout,
            Duration touchInterval,
            Duration requestBudget,
            Duration grace,
            long mostEvents,
            Duration readerDeadAfter,
            String node) {
        this(
                keyPrefix,
                application,
                RedisAccess.at(redisUrl),
                commandTimeout,
                touchInterval,
                requestBudget,
                grace,
                mostEvents,
                readerDeadAfter,
                node);
    }

    /** The sorted set of the application's expiries. */
    String expiries() {
        return namespace() + "expiries" + (main() ? "" : ":" + application);
    }

    /** The sorted set of the check values of the keys that the application's nodes have. */
    String keys() {
        return namespace() + "keys" + (main() ? "" : ":" + application);
    }

    /** The set of the ids of a user's sessions: two applications may give one name to two people. */
    String userIndex(String user) {
        return namespace() + "user:" + (main() ? "" : application + ":") + user;
    }

    /** The key of a single sign-on: of all applications. */
    String signOn(String digest) {
        return namespace() + "sso:" + digest;
    }

    /** The key of a lane of tries: of all applications. */
    String attempts(String lane) {
        return namespace() + "attempts:" + lane;
    }

    /** The stream of events. */
    String events() {
        return namespace() + "events";
    }

    private boolean main() {
        return "/".equals(application);
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
