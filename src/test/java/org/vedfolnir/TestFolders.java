package org.vedfolnir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Folders that go when the tests' process ends. A build would leave a thousand of them behind. */
public final class TestFolders {

    private static final Queue<Path> MADE = new ConcurrentLinkedQueue<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> MADE.forEach(TestFolders::delete), "test folders"));
    }

    private TestFolders() {}

    /** @param name what it begins with */
    public static Path make(String name) throws IOException {
        var folder = Files.createTempDirectory(name);
        MADE.add(folder);
        return folder;
    }

    /** A server that still runs may write into it meanwhile. */
    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // it is gone already, or goes with the system's own
        }
    }
}
