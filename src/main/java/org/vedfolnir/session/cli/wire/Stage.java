package org.vedfolnir.session.cli.wire;

/** A step on the way to a Redis that serves. */
public enum Stage {
    NAME("name"),
    CONNECTION("connection"),
    TLS("tls"),
    AUTHENTICATION("authentication");

    private final String label;

    Stage(String label) {
        this.label = label;
    }

    /** Returns its name for people. */
    public String label() {
        return label;
    }
}
