package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;

/** As {@code DefaultCsrfToken}. */
final class CsrfToken implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private final String token;
    private final String parameterName = "_csrf";
    private final String headerName = "X-CSRF-TOKEN";

    CsrfToken(String token) {
        this.token = token;
    }

    int length() {
        return token.length() + parameterName.length() + headerName.length();
    }
}
