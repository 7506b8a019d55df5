package org.vedfolnir.session.work;

import java.util.function.Consumer;
import org.vedfolnir.session.VedfolnirSessionManager;

/** The manager that keeps the sessions of a test. */
public enum Keeper {
    /** Tomcat's {@code StandardManager} on one node: the reference. */
    TOMCAT(manager -> {}),
    SHARED(manager -> manager.setConcurrency("shared")),
    /** Ours, with tracked reads. */
    TRACKED(manager -> {
        manager.setConcurrency("shared");
        manager.setReadMode("tracked");
    }),
    /** Ours, which rejects attributes that cannot be serialized, as in a distributable application. */
    REFUSING(manager -> {
        manager.setConcurrency("shared");
        manager.setUnserializable("refuse");
    }),
    ISOLATED(manager -> manager.setConcurrency("isolated"));

    /** A path on which a read does not extend the session, with the same servlet as elsewhere. */
    public static final String PASSIVE = "/passive";

    private final Consumer<VedfolnirSessionManager> setting;

    Keeper(Consumer<VedfolnirSessionManager> setting) {
        this.setting = setting;
    }

    void set(VedfolnirSessionManager manager) {
        manager.setPassivePaths(PASSIVE);
        manager.setLargestAttribute("64KB");
        setting.accept(manager);
    }
}
