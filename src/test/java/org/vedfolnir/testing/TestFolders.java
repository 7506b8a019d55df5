package org.vedfolnir.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Temporary folders of tests that outlive a method. They are deleted when the process ends. */
public final class TestFolders {

    private static final Queue<Path> MADE = new ConcurrentLinkedQueue<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> MADE.forEach(TestFolders::delete), "test folders"));
    }

    private TestFolders() {}

    /** @param name the beginning of the folder's name */
    public static Path make(String name) throws IOException {
        var folder = Files.createTempDirectory(name);
        MADE.add(folder);
        return folder;
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // a server that ends slowly still writes into it; the next build empties the parent folder
        }
    }
}
