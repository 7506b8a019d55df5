package org.vedfolnir.session.cli.wire;

/** A step on the way to Redis failed. Its message has the finding and the remedy. */
public final class ConnectionFailedException extends Exception {

    private static final long serialVersionUID = 1;

    private final Stage stage;
    private final String found;
    private final String remedy;

    public ConnectionFailedException(Stage stage, String found, String remedy) {
        super(found + " " + remedy);
        this.stage = stage;
        this.found = found;
        this.remedy = remedy;
    }

    public Stage stage() {
        return stage;
    }

    public String found() {
        return found;
    }

    public String remedy() {
        return remedy;
    }
}
