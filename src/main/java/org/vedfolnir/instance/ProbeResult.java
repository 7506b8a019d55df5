package org.vedfolnir.instance;

/** The result of querying an instance. */
public sealed interface ProbeResult {

    /**
     * It responded.
     *
     * @param account the owner of the token, for example {@code alice}; empty without a token
     * @param version of its software, as it states it
     */
    record Works(String account, String version) implements ProbeResult {}

    /** @param detail of the failure: a status or an address; empty if there is none */
    record Failed(ProbeFailure failure, String detail) implements ProbeResult {}
}
