package org.vedfolnir.session.admin;

/** The result for the sessions that several cookies of one request name. */
public enum SeveralEnded {
    /** The cookies name at most one session of this application: nothing was done. */
    NONE,
    /** All of them have ended, on every node. */
    ENDED,
    /** All of them continue: the client did not prove that one of them is its own. */
    KEPT
}
