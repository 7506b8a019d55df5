package org.vedfolnir.history;

/**
 * One operation, as the visitor saw it.
 *
 * @param began when it was sent, in us since the start of the history
 * @param ended when its response arrived, or the visitor stopped waiting, in us
 */
record Operation(Request request, long began, long ended, Answer answer) {

    /**
     * @param cookie a digest of the cookie that was sent; empty for none
     * @param login the number of the sign-in to which the visitor attributes the session; 0 for none
     * @param value the appended value; 0 for none
     */
    record Request(int user, Kind kind, String node, String cookie, int login, int value) {}

    /**
     * @param status of HTTP; 0 without a response
     * @param given a digest of the cookie in the response; empty for none
     */
    record Answer(Outcome outcome, int status, String given, Seen seen) {}

    Kind kind() {
        return request.kind();
    }

    boolean ok() {
        return answer.outcome() == Outcome.OK;
    }

    /** Answered as signed in. */
    boolean okSignedIn() {
        return ok() && answer.seen().signedIn();
    }

    /** Answered as not signed in. */
    boolean okNobody() {
        return ok() && !answer.seen().signedIn();
    }

    /** Whether it may have had an effect. */
    boolean reachedNode() {
        return answer.outcome() != Outcome.FAIL;
    }

    /** The latest time of its effect; unlimited if it was not answered. */
    long effectiveUntil() {
        return ok() ? ended : Long.MAX_VALUE;
    }
}
