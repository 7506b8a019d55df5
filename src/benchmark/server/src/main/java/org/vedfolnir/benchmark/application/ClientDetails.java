package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;

/** As {@code WebAuthenticationDetails}. */
final class ClientDetails implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private final String remoteAddress;
    private final String sessionId;

    ClientDetails(String remoteAddress, String sessionId) {
        this.remoteAddress = remoteAddress;
        this.sessionId = sessionId;
    }

    boolean known() {
        return !remoteAddress.isEmpty() && !sessionId.isEmpty();
    }
}
