package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;

/** The small attribute that each request replaces. */
final class Visit implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    final String page = "/review/queue";
    final long number;

    Visit(long number) {
        this.number = number;
    }
}
