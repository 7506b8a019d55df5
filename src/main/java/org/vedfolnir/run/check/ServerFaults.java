package org.vedfolnir.run.check;

/** The steps of the main job in which something happens to what keeps the sessions. */
sealed interface ServerFaults permits RedisFaults, ClusterFaults {

    /** What both nodes see. */
    void onBothNodes();

    /** What B sees, when it is alone. */
    void onB();
}
