package org.vedfolnir.session.admin;

/** What became of the sessions that several cookies of one request name. */
public enum SeveralEnded {
    /** The cookies name one session of this application at most: nothing was done. */
    NONE,
    /** All of them have ended, on every node. */
    ENDED,
    /** All of them live on: the client did not show that one of them is its own. */
    KEPT
}
