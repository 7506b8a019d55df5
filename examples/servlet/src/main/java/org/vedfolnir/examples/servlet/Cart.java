package org.vedfolnir.examples.servlet;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What somebody has chosen. Everything that a session holds is serializable. */
class Cart implements Serializable {

    private static final long serialVersionUID = 1;

    private final List<String> items = new ArrayList<>();

    void add(String item) {
        items.add(item);
    }

    List<String> items() {
        return items;
    }
}
