package org.vedfolnir.history;

/**
 * One operation, as the visitor saw it.
 *
 * @param began when it was sent, in us since the history began
 * @param ended when its answer had come, or was not waited for any more, in us
 */
record Operation(Asked asked, long began, long ended, Answer answer) {

    /**
     * @param cookie a digest of the cookie that was sent; empty for none
     * @param login the number of the sign-in that this visitor takes the session to come from; 0 for none
     * @param value what was appended; 0 for nothing
     */
    record Asked(int user, Kind kind, String node, String cookie, int login, int value) {}

    /**
     * @param status of HTTP; 0 when no answer came
     * @param given a digest of the cookie that the answer brought; empty for none
     */
    record Answer(Outcome outcome, int status, String given, Seen seen) {}

    Kind kind() {
        return asked.kind();
    }

    boolean ok() {
        return answer.outcome() == Outcome.OK;
    }

    /** Answered as from a session of somebody. */
    boolean okSignedIn() {
        return ok() && answer.seen().signedIn();
    }

    /** Answered as to somebody whom nobody knows. */
    boolean okNobody() {
        return ok() && !answer.seen().signedIn();
    }

    /** Whether it may have had an effect. */
    boolean reachedNode() {
        return answer.outcome() != Outcome.FAIL;
    }

    /** Until when it may have its effect: nobody knows of one that was not answered. */
    long effectiveUntil() {
        return ok() ? ended : Long.MAX_VALUE;
    }
}
