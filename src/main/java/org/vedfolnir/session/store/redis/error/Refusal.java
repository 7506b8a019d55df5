package org.vedfolnir.session.store.redis.error;

import java.util.Optional;
import java.util.regex.Pattern;
import org.redisson.client.RedisException;
import org.redisson.client.RedisNoReplicasException;
import org.redisson.client.RedisOutOfMemoryException;
import org.vedfolnir.session.store.diagnosis.Concern;

/**
 * An error reply of Redis that concerns a single command: Redis serves, and the connection is sound. A reply that Redis
 * does not serve at all ({@code LOADING}, {@code MASTERDOWN}, {@code CLUSTERDOWN}, {@code BUSY}, {@code NOAUTH},
 * {@code WRONGPASS}, {@code READONLY} of a demoted master) is an outage and not a refusal.
 *
 * @param error the error, without what Redisson and Redis add: no key and no argument
 */
public record Refusal(Kind kind, String error) {

    /** The kind of an error, with its consequences. */
    public enum Kind {
        MEMORY(
                true,
                "its memory is full",
                "Raise maxmemory, or free memory in Redis. Reads and sign-outs work meanwhile"),
        DISK(
                true,
                "it cannot save to its disk",
                "Free disk space and read its log. Reads work meanwhile, sign-outs do not"),
        REPLICAS(
                true,
                "too few replicas are connected",
                "Check its replicas, min-replicas-to-write, and whether another master has replaced it"),
        RIGHTS(
                false,
                "its user lacks a right",
                "Compare the user's rights (ACL GETUSER) with server-config/redis/users.acl"),
        TYPE(
                false,
                "a key holds a value of another type",
                "Another program wrote to a key of the session or to an index; find out which (redis-cli TYPE)"),
        SCRIPT(false, "a script failed", "Redis 6 or newer is required. If it is, report this line");

        private final boolean everyWrite;
        private final String why;
        private final String advice;

        Kind(boolean everyWrite, String why, String advice) {
            this.everyWrite = everyWrite;
            this.why = why;
            this.advice = advice;
        }

        /** Whether Redis rejects all writes, of any key. */
        public boolean concernsEveryWrite() {
            return everyWrite;
        }

        String refuses() {
            return (everyWrite ? " refuses every write because " : " refused a command because ") + why;
        }

        public String why() {
            return why;
        }

        /**
         * Whether the data in Redis are still valid. With too few replicas it may be a master that was replaced:
         * sessions that have ended on the new master must not be shown.
         */
        public boolean readable() {
            return this == MEMORY || this == DISK;
        }

        /** Whether it concerns more than the keys of one session. */
        public boolean endangers() {
            return everyWrite || this == RIGHTS;
        }
    }

    private static final int LONGEST = 200;
    /** Redisson appends the connection and the command to Redis' error; Redis appends the script's name and line. */
    private static final Pattern ADDED = Pattern.compile("(?s)(\\. channel: | script: |[\\r\\n]).*");
    /** Redis 6 prefixes an error of a script with its position. */
    private static final Pattern IN_SCRIPT =
            Pattern.compile("(?s)^ERR Error running script.*?(-|: )(?=[A-Z]{2,} |The user executing )");
    /** Redis 6.2 omits the code of some errors inside of a script. */
    private static final String NO_RIGHT_IN_SCRIPT = "The user executing the script can't\\b";

    private static final Pattern CODE = Pattern.compile("^([A-Z]{2,}\\b|" + NO_RIGHT_IN_SCRIPT + ")");
    private static final Pattern NOT_SERVING = Pattern.compile(
            "^(READONLY|LOADING|MASTERDOWN|NOMASTERLINK|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|NOAUTH|WRONGPASS|BUSY|UNKILLABLE"
                    + "|DENIED|NOSCRIPT|ERR max number of clients|ERR AUTH |ERR Client sent AUTH|ERR (invalid )?DB"
                    + " index)\\b?");
    private static final Pattern NO_RIGHT = Pattern.compile("^NOPERM\\b|^(ERR )?" + NO_RIGHT_IN_SCRIPT);

    /** Returns empty if the failure is an outage, or not from Redis. */
    public static Optional<Refusal> of(Throwable failure) {
        var message = String.valueOf(failure.getMessage());
        if (failure instanceof RedisOutOfMemoryException) {
            return Optional.of(new Refusal(Kind.MEMORY, errorIn("OOM" + message.replaceFirst("^(?! )", " "))));
        } else if (failure instanceof RedisNoReplicasException) {
            return Optional.of(new Refusal(Kind.REPLICAS, errorIn(message)));
        } else if (failure.getClass() != RedisException.class) {
            return Optional.empty(); // a lost connection, a timeout, or a Redis that does not serve
        }
        var error = errorIn(message);
        return CODE.matcher(error).find() && !NOT_SERVING.matcher(error).find()
                ? Optional.of(new Refusal(kind(error), error))
                : Optional.empty();
    }

    /** Shortens any error of Redis, including those that it does not serve. */
    static String errorIn(String message) {
        var cut = IN_SCRIPT.matcher(ADDED.matcher(message).replaceFirst("")).replaceFirst("");
        return cut.length() > LONGEST ? cut.substring(0, LONGEST) + "…" : cut.replaceFirst("\\.$", "");
    }

    private static Kind kind(String error) {
        if (error.startsWith("OOM ")) {
            return Kind.MEMORY;
        } else if (error.startsWith("MISCONF ")) {
            return Kind.DISK;
        } else if (error.startsWith("NOREPLICAS ")) {
            return Kind.REPLICAS;
        } else if (NO_RIGHT.matcher(error).find()) {
            return Kind.RIGHTS;
        }
        return error.contains("WRONGTYPE") ? Kind.TYPE : Kind.SCRIPT;
    }

    /** Returns the problem, as a text to publish and as one for operators. */
    public Concern concern(String place) {
        return new Concern("The store" + kind.refuses() + ".", sentence(place));
    }

    /** Returns the problem and the remedy. */
    public String sentence(String place) {
        return "Redis at " + place + kind.refuses() + " (" + error + "). " + kind.advice + ".";
    }
}
