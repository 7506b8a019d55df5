package org.vedfolnir.run;

import java.time.Duration;
import java.util.List;

/**
 * The behaviour of strangers towards a node.
 *
 * @param what in words
 * @param connections that they keep open, from 250 networks
 * @param perSecond requests at most
 * @param atOnce how many of these at the same moment
 * @param requests that they send in turn, as {@link StrangerCrowd} has them
 * @param afterwards how long they wait for responses at the end
 */
record Strangers(String what, int connections, int perSecond, int atOnce, List<String> requests, Duration afterwards) {

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);

    Strangers(String what, int connections, int perSecond, List<String> requests) {
        this(what, connections, perSecond, 1, requests, LONGEST_ANSWER);
    }

    /** So many come at the same moment, and wait for each other. */
    Strangers together(int number) {
        return new Strangers(what, connections, perSecond, number, requests, afterwards);
    }

    /** For requests that never get a complete response: they are aborted. */
    Strangers withoutEnd() {
        return new Strangers(what, connections, perSecond, atOnce, requests, Duration.ZERO);
    }
}
