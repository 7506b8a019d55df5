package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;

/** As {@code SimpleGrantedAuthority}. */
final class Authority implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private final String role;

    Authority(String role) {
        this.role = role;
    }

    String role() {
        return role;
    }
}
