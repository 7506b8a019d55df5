package org.vedfolnir.history;

import java.util.stream.Stream;

/** Something that is true of each history of a correct product. */
interface Rule {

    Stream<Violation> broken(History history);

    default String name() {
        return getClass().getSimpleName();
    }

    default Violation violation(long at, String what, Object... values) {
        return new Violation(name(), at, what.formatted(values));
    }
}
