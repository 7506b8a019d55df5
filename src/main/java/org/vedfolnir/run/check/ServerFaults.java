package org.vedfolnir.run.check;

/** The steps of the scenario in which the servers that hold the sessions fail. */
sealed interface ServerFaults permits RedisFaults, ClusterFaults {

    /** Steps that both nodes observe. */
    void onBothNodes();

    /** Steps that B observes after A was killed. */
    void onB();
}
