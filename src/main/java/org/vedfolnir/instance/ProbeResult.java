package org.vedfolnir.instance;

/** The result of asking an instance. */
public sealed interface ProbeResult {

    /**
     * It answered.
     *
     * @param account whose token it is, as in {@code alice}; empty when there was no token to ask with
     * @param version of its software, in its own words
     */
    record Works(String account, String version) implements ProbeResult {}

    /** @param detail what goes with the failure: a status, an address; empty where nothing does */
    record Failed(ProbeFailure failure, String detail) implements ProbeResult {}
}
