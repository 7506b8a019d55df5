package org.vedfolnir.run.check;

/** The steps of the scenario in which the servers that hold the sessions fail. */
sealed interface ServerFaults permits RedisFaults, ClusterFaults {

    /** What both nodes see. */
    void onBothNodes();

    /** What B sees, when it is alone. */
    void onB();
}
