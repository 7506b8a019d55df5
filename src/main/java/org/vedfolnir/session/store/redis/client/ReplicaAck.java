package org.vedfolnir.session.store.redis.client;

/** Whether a replica has what a script wrote. */
public enum ReplicaAck {
    /** The script does not wait for one. */
    NOT_ASKED("", "", ""),
    DONE("", "", ""),
    NO_REPLICA(
            "No replica of the store takes writes in time.",
            "No replica of Redis at %s takes writes in time.",
            "Start its replica, or look at the network between the two; where there is none, set securityWrites to acknowledged."),
    TOO_MANY(
            "Too many writes wait for a replica of the store at once.",
            "More writes wait for a replica of Redis at %s at once than it takes up in time (" + ReplicaAck.MOST
                    + " at once).",
            "Look at its replica, at the network between the two, and at what ends so many sessions."),
    REFUSED(
            "The store does not let its user wait for a replica.",
            "Redis at %s refuses WAIT: its user lacks the right, so nobody knows whether a replica has what was written.",
            "Give it +wait (ACL SETUSER, server-config/redis/users.acl), or set securityWrites to acknowledged.");

    /** A healthy replica answers in a millisecond. Of one that does not, no more writes than these should wait in vain at once. */
    public static final int MOST = 16;

    private final String summary;
    private final String what;
    private final String advice;

    ReplicaAck(String summary, String what, String advice) {
        this.summary = summary;
        this.what = what;
        this.advice = advice;
    }

    /** What is so, for everybody. */
    public String summary() {
        return summary;
    }

    /** What is so, for operators. */
    public String what(String place) {
        return what.formatted(place);
    }

    /** The same, with what follows from it and what to do. */
    public String sentence(String place) {
        return what(place)
                + " With securityWrites replicated, sign-outs are answered 503 meanwhile, and a new session id, user or role may be lost in"
                + " a failover (JMX: unreplicatedWrites). " + advice;
    }

    /** For the one whose write it is. */
    public String toldOf(String place) {
        return what(place) + " " + advice;
    }
}
