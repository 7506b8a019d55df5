package org.vedfolnir.session.work;

import java.util.function.Consumer;
import org.vedfolnir.session.VedfolnirSessionManager;

/** Who keeps the sessions of a test. */
public enum Keeper {
    /** Tomcat's {@code StandardManager} on one node: the judge. */
    TOMCAT(manager -> {}),
    SHARED(manager -> manager.setConcurrency("shared")),
    /** The same with reads that ask nobody. */
    TRACKED(manager -> {
        manager.setConcurrency("shared");
        manager.setReadMode("tracked");
    }),
    /** As an application that is distributable. */
    REFUSING(manager -> {
        manager.setConcurrency("shared");
        manager.setUnserializable("refuse");
    }),
    ISOLATED(manager -> manager.setConcurrency("isolated"));

    /** Where a read of a session keeps it not alive; the same servlet as anywhere. */
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
