package org.vedfolnir.benchmark.driver;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What is looked at in a run. */
enum Part {
    LOAD,
    WIRE,
    WEIGHT,
    TRUTH;

    static final String ALL = "load,wire,weight,truth";

    static Set<Part> named(String names) {
        return Arrays.stream(names.split(",")).map(Part::one).collect(Collectors.toUnmodifiableSet());
    }

    private static Part one(String name) {
        return Arrays.stream(values())
                .filter(part -> part.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new WrongCommandException("There is no part " + name + ". There are: " + ALL));
    }
}
