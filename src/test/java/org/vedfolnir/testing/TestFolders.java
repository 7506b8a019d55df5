package org.vedfolnir.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Folders of a test class, which go when its last extension has stopped its servers. JUnit registers this for each class, and a class that makes folders in another way
 * and leaves one behind fails: the builds of some weeks would fill a disk. Each process of the build has its own folder for temporary files, and what anybody
 * else left there goes with the process.
 */
public final class TestFolders implements BeforeAllCallback {

    private static final Queue<Path> MADE = new ConcurrentLinkedQueue<>();

    /** All that were made here: a server that ends slowly may write into one once more, and that goes with the process. */
    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    /** Of a build's process, not of the machine. */
    private static final boolean OWN = Boolean.getBoolean("vedfolnir.own.temporary");

    private static final Pattern CHECKED = Pattern.compile("(vedfolnir|redis|junit)-.*");

    /** What lives longer than a class: the site that several share, with its nodes, and the container. */
    private static final Pattern SHARED = Pattern.compile("vedfolnir-(site|node-[ab]|in-container).*");

    static {
        if (OWN) {
            TEMPORARY.toFile().mkdirs();
        }
        Runtime.getRuntime().addShutdownHook(new Thread(TestFolders::deleteWithProcess, "test folders"));
    }

    private static void deleteWithProcess() {
        deleteAll();
        if (OWN) {
            delete(TEMPORARY);
        }
    }

    /** @param name what it begins with */
    public static Path make(String name) throws IOException {
        var folder = Files.createTempDirectory(name);
        MADE.add(folder);
        NAMES.add(folder.getFileName().toString());
        return folder;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (OWN
                && context.getTestClass()
                        .filter(type -> type.getEnclosingClass() == null)
                        .isPresent()) {
            var before = temporary();
            // the first that is put there is closed last: JUnit's own temporary folders are gone by then
            context.getStore(ExtensionContext.Namespace.create(TestFolders.class))
                    .put(TestFolders.class, (AutoCloseable) () -> deleteAndCheck(before));
        }
    }

    private static void deleteAndCheck(Set<String> before) throws IOException {
        deleteAll();
        var left = temporary();
        left.removeAll(before);
        left.removeAll(NAMES);
        if (!left.isEmpty()) {
            throw new AssertionError("This test class leaves temporary files behind in "
                    + System.getProperty("java.io.tmpdir") + ": " + left);
        }
    }

    private static Set<String> temporary() throws IOException {
        try (var files = Files.list(TEMPORARY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(CHECKED.asMatchPredicate()
                            .and(SHARED.asMatchPredicate().negate()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void deleteAll() {
        for (var folder = MADE.poll(); folder != null; folder = MADE.poll()) {
            delete(folder);
        }
    }

    /** A server that still runs may write into it meanwhile. */
    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // it is gone already, or the check finds it
        }
    }
}
