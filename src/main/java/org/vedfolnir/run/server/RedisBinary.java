package org.vedfolnir.run.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.FirstMatch;
import org.vedfolnir.run.system.PrivateFiles;
import org.vedfolnir.run.system.StartupException;
import redis.embedded.core.ExecutableProvider;

/**
 * The program that the run starts as its Redis.
 *
 * @param version as the program reports it
 * @param installed whether it was found on the {@code PATH}; otherwise it is the embedded one
 */
public record RedisBinary(Path file, String version, boolean installed) {

    /** Versions before 7 are no longer maintained. */
    public static final int LEAST_MAJOR = 7;

    private static final String NAME = "redis-server";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern VERSION = Pattern.compile("\\bv=((\\d{1,4})\\.\\d+(?:\\.\\d+)?)");

    /**
     * Returns the first program on the {@code PATH} that works and is new enough, otherwise the embedded one.
     *
     * @param path folders, as in the environment variable
     * @param kept the data folders of the servers
     * @throws StartupException if the data in one of them were written by a newer version
     */
    static RedisBinary choose(String path, DataFolder data, List<Path> kept) throws IOException {
        for (var folder : path.split(Pattern.quote(File.pathSeparator))) {
            var found = installed(folder);
            if (found.isPresent()) {
                return found.get();
            }
        }
        var embedded = embedded(data);
        for (var folder : kept) {
            if (Files.exists(folder.resolve("appendonlydir"))) {
                throw new StartupException("The sessions in " + folder + " were written by Redis " + LEAST_MAJOR
                        + " or newer, and " + embedded.describe() + " cannot read them: install redis-server "
                        + LEAST_MAJOR + " again, or move that folder away to start without these sessions.");
            }
        }
        return embedded;
    }

    private static Optional<RedisBinary> installed(String folder) {
        // a relative entry depends on the current folder, which the user may not expect
        if (folder.isEmpty() || !Path.of(folder).isAbsolute()) {
            return Optional.empty();
        }
        return Stream.of(NAME, NAME + ".exe")
                .map(Path.of(folder)::resolve)
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .map(file -> new RedisBinary(file, version(file), true))
                .filter(binary -> binary.major() >= LEAST_MAJOR);
    }

    private static RedisBinary embedded(DataFolder data) throws IOException {
        var folder = data.redis().resolve("bin");
        PrivateFiles.createFolder(folder);
        var file =
                ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
        PrivateFiles.tighten(folder);
        return new RedisBinary(file, version(file), false);
    }

    /**
     * Returns the version that {@code --version} prints; empty if the program does not run, or prints something else.
     */
    private static String version(Path file) {
        try {
            var process = new ProcessBuilder(List.of(file.toString(), "--version"))
                    .redirectErrorStream(true)
                    .start();
            try {
                process.getOutputStream().close();
                if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                    return "";
                }
                var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return FirstMatch.in(VERSION, printed);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private int major() {
        var found = VERSION.matcher("v=" + version);
        return found.find() ? Integer.parseInt(found.group(2)) : 0;
    }

    String describe() {
        return installed
                ? "Redis " + version + " (" + file + ")"
                : "the Redis " + version + " that comes with this program";
    }
}
