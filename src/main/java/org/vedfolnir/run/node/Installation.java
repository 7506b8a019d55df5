package org.vedfolnir.run.node;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.vedfolnir.run.system.StartupException;

/** The build's files for a node. */
record Installation(Path target) {

    /**
     * Derives it from the location of this class: the run's jar in {@code target/run}, or {@code target/classes} in a
     * test.
     */
    static Installation ofThisProgram() {
        try {
            var loaded = Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            var folder = Objects.requireNonNull(loaded.getParent());
            return new Installation(
                    folder.endsWith("run") ? folder.resolveSibling("").normalize() : folder);
        } catch (URISyntaxException e) {
            throw new StartupException("The program cannot find its own files: start it with ./run.");
        }
    }

    /** Contains the manager as the same jar that a stock Tomcat gets. */
    String classPath() {
        return String.join(
                java.io.File.pathSeparator,
                target.resolve("run/vedfolnir-run.jar").toString(),
                target.resolve("run/lib").resolve("*").toString(),
                target.resolve("vedfolnir-session-manager.jar").toString());
    }

    Path war() {
        return target.resolve("vedfolnir.war");
    }
}
