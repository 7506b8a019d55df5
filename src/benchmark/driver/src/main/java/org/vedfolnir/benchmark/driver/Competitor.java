package org.vedfolnir.benchmark.driver;

import java.util.Map;

/**
 * One of those that are compared.
 *
 * @param name its name in options and tables
 * @param library the module whose class path its server has
 * @param contestant the class that the server makes
 * @param settings of that class; {@code {redis}} stands for the address of Redis
 * @param shared whether two servers of it share their sessions
 */
record Competitor(String name, String library, String contestant, Map<String, String> settings, boolean shared) {

    boolean ours() {
        return library.equals(Competitors.OURS);
    }
}
