package org.vedfolnir.instance;

/** What came of asking an instance. */
public sealed interface Findings {

    /**
     * It answered.
     *
     * @param account whose token it is, as in {@code alice}; empty when there was no token to ask with
     * @param version of its software, in its own words
     */
    record Works(String account, String version) implements Findings {}

    /** @param detail what goes with the failure: a status, an address; empty where nothing does */
    record Failed(Failure failure, String detail) implements Findings {}
}
