package org.vedfolnir.history;

/** What a visitor knows after an operation. */
enum Outcome {
    /** Answered with 200. */
    OK,
    /** It never reached a node: not done. */
    FAIL,
    /** An outage was answered, or nothing: done, not done, or done later. */
    INFO
}
