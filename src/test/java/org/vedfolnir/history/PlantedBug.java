package org.vedfolnir.history;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The product with one bug: a folder of classes and resources that precedes the correct ones in a class path. */
record PlantedBug(Patch patch) {

    private static final Path DIFFS = Path.of("src", "test", "history", "bugs");
    private static final Path TARGET = Path.of("target", "history", "bugs");
    private static final Path JAVA = Path.of("src", "main", "java");
    private static final Path RESOURCES = Path.of("src", "main", "resources");

    static List<PlantedBug> all() throws IOException {
        try (Stream<Path> diffs = Files.list(DIFFS)) {
            var sorted = diffs.sorted().toList();
            var bugs = new java.util.ArrayList<PlantedBug>();
            for (var diff : sorted) {
                bugs.add(new PlantedBug(Patch.read(diff)));
            }
            return bugs;
        }
    }

    String name() {
        return patch.name();
    }

    /** Whether it shows only with tracked reads. */
    boolean isOfTrackedReads() {
        return name().startsWith("tracked-");
    }

    /** Compiles the changed files; the rest stays as built. */
    Path planted() throws IOException {
        var classes = Files.createDirectories(TARGET.resolve(name()).resolve("classes"));
        if (patch.file().startsWith(RESOURCES)) {
            write(classes.resolve(RESOURCES.relativize(patch.file())));
        } else {
            compile(write(TARGET.resolve(name()).resolve("java").resolve(JAVA.relativize(patch.file()))), classes);
        }
        return classes.toAbsolutePath();
    }

    private Path write(Path file) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        return Files.writeString(file, patch.applied());
    }

    private void compile(Path source, Path classes) {
        var problems = new java.io.ByteArrayOutputStream();
        var result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        problems,
                        problems,
                        "-proc:none",
                        "-parameters",
                        "-cp",
                        String.join(File.pathSeparator, "target/classes", System.getProperty("java.class.path")),
                        "-d",
                        classes.toString(),
                        source.toString());
        if (result != 0) {
            throw new AssertionError("The planted bug " + name() + " does not compile: " + problems);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
