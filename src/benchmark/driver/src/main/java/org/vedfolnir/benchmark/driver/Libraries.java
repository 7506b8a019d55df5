package org.vedfolnir.benchmark.driver;

import java.io.File;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Class paths of the servers, as Maven laid them down: one for each library, so that no two share a version of anything. */
final class Libraries {

    private static final String VERSION = "0.1.0-SNAPSHOT";

    private Libraries() {}

    static String classPath(Competitor competitor, Path home) {
        var module = Stream.of(jar(competitor.library(), home), lib(competitor.library(), home));
        return Stream.concat(competitor.managerJar().map(home::resolve).stream(), module)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path jar(String module, Path home) {
        return home.resolve("target/benchmark/build").resolve(module).resolve(module + "-" + VERSION + ".jar");
    }

    private static Path lib(String module, Path home) {
        return home.resolve("target/benchmark").resolve(module).resolve("lib/*");
    }
}
