package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** A bean of session scope that an application changes in place. */
final class Cart implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private final ArrayList<String> articles = new ArrayList<>(List.of("lens-35-mm", "tripod-carbon", "strap"));
    private final ArrayList<Integer> pieces = new ArrayList<>(List.of(1, 1, 2));

    int size() {
        return articles.size() + pieces.size();
    }
}
