package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;

/** How the user sees a list. */
final class ListView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private final String sortedBy = "changedAt";
    private final boolean descending = true;
    private final int pageSize = 50;
    private final int page;

    ListView(int page) {
        this.page = page;
    }

    int first() {
        return descending && sortedBy.startsWith("changed") ? page * pageSize : -1;
    }
}
