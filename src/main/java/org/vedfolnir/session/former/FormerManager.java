package org.vedfolnir.session.former;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The manager that an application had before, whose sessions continue here. */
public enum FormerManager {
    NONE(""),
    REDISSON_TOMCAT("redisson-tomcat"),
    SPRING_SESSION("spring-session"),
    STANDARD_MANAGER("standard-manager");

    private final String text;

    FormerManager(String text) {
        this.text = text;
    }

    /** Returns its name as the setting has it; empty for none. */
    public String text() {
        return text;
    }

    /** @throws IllegalArgumentException with the rule */
    public static FormerManager parse(String text) {
        return Arrays.stream(values())
                .filter(each -> each.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be empty or one of "
                        + Arrays.stream(values())
                                .filter(each -> each != NONE)
                                .map(FormerManager::text)
                                .collect(Collectors.joining(", "))));
    }
}
