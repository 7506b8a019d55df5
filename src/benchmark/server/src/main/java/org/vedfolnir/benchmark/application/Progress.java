package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;

/** How far the user is in a form of several pages. */
final class Progress implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    final String form;
    final int step = 2;
    final int of = 5;
    final boolean confirmed = false;

    Progress(String form) {
        this.form = form;
    }
}
