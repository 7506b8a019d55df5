package org.vedfolnir.benchmark.driver;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One of those that are compared.
 *
 * @param name its name in options and tables
 * @param library the module whose class path its server has
 * @param managerJar the jar of our manager that stands before that class path; a relative path is one in the repository
 * @param contestant the class that the server makes
 * @param settings of that class; {@code {redis}} stands for the address of Redis, {@code {certificate}} for the file of its certificate
 * @param shared whether two servers of it share their sessions
 */
record Competitor(
        String name,
        String library,
        Optional<Path> managerJar,
        String contestant,
        Map<String, String> settings,
        boolean shared) {

    /** The same with these settings. */
    Competitor with(Map<String, String> others) {
        return new Competitor(name, library, managerJar, contestant, others, shared);
    }

    /** Whether it is this manager as it is now; the jar of {@code --against} is one of those that it is compared with. */
    boolean ours() {
        return managerJar.filter(Competitors.OURS::equals).isPresent();
    }
}
