package org.vedfolnir.session.store.redis.client;

/** Whether a replica has what a script wrote. */
public enum ReplicaAck {
    /** The script does not wait for a replica. */
    NOT_ASKED("", "", ""),
    DONE("", "", ""),
    NO_REPLICA(
            "No replica of the store confirms writes in time.",
            "No replica of Redis at %s confirms writes in time.",
            "Start its replica, or check the network between the two; if it has no replica, set securityWrites to"
                    + " acknowledged."),
    TOO_MANY(
            "Too many writes wait for a replica of the store at once.",
            "More writes wait for a replica of Redis at %s at once than it confirms in time (" + ReplicaAck.MOST
                    + " at once).",
            "Check its replica, the network between the two, and what ends so many sessions."),
    REFUSED(
            "The store does not let its user wait for a replica.",
            "Redis at %s refuses WAIT: its user lacks the right, so it is unknown whether a replica has what was"
                    + " written.",
            "Give it +wait (ACL SETUSER, server-config/redis/users.acl), or set securityWrites to acknowledged.");

    /**
     * A healthy replica answers in a millisecond. If it does not, no more writes than these should wait in vain at
     * once.
     */
    public static final int MOST = 16;

    private final String summary;
    private final String what;
    private final String advice;

    ReplicaAck(String summary, String what, String advice) {
        this.summary = summary;
        this.what = what;
        this.advice = advice;
    }

    /** Returns the problem, without addresses, so that it can be published. */
    public String summary() {
        return summary;
    }

    /** Returns the problem, for operators. */
    public String what(String place) {
        return what.formatted(place);
    }

    /** Returns the problem, its consequences and the remedy. */
    public String sentence(String place) {
        return what(place)
                + " With securityWrites replicated, sign-outs get a 503 meanwhile, and a new session id, user or role"
                + " may be lost in"
                + " a failover (JMX: unreplicatedWrites). " + advice;
    }

    /** Returns the problem and the remedy, for the request that wrote. */
    public String explanation(String place) {
        return what(place) + " " + advice;
    }
}
