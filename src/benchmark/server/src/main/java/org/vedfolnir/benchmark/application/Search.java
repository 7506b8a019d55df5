package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;

/** What the user typed into the form of a list. */
final class Search implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private final String text;
    private final boolean withClosed = false;
    private final int year = 2026;

    Search(String text) {
        this.text = text;
    }

    int length() {
        return withClosed ? year : text.length();
    }
}
