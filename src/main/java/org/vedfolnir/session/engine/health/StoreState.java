package org.vedfolnir.session.engine.health;

/** How well the store serves this node. */
public enum StoreState {
    /** It serves, and nothing endangers sessions or their events. */
    UP,
    /** It serves, but something endangers sessions or their events, or one of its servers does not answer. */
    DEGRADED,
    /** It does not answer: requests that need a session get a 503. */
    DOWN
}
