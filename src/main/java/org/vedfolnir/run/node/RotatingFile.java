package org.vedfolnir.run.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.vedfolnir.run.system.PrivateFiles;

/**
 * A log file and its previous generations: {@code node-a.log} is the newest, then {@code node-a.1.log} and so on.
 * Unbuffered. Not thread-safe.
 */
final class RotatingFile implements AutoCloseable {

    private final Path file;
    private final long limit;
    private final int generations;
    private OutputStream out;
    private long size;

    /**
     * Appends to an existing file.
     *
     * @param limit size in bytes at which a file is full
     * @param generations maximum number of files
     */
    RotatingFile(Path file, long limit, int generations) throws IOException {
        this.file = file;
        this.limit = limit;
        this.generations = generations;
        this.out = open();
    }

    private OutputStream open() throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PrivateFiles.newFile(file));
        }
        size = Files.size(file);
        return Files.newOutputStream(file, StandardOpenOption.APPEND);
    }

    void write(String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (size > 0 && size + bytes.length > limit) {
            rotate();
        }
        out.write(bytes);
        size += bytes.length;
    }

    private void rotate() throws IOException {
        out.close();
        for (var generation = generations - 1; generation > 0; generation--) {
            var newer = generation(generation - 1);
            if (Files.exists(newer)) {
                Files.move(newer, generation(generation), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        out = open();
    }

    private Path generation(int number) {
        var name = Objects.requireNonNull(file.getFileName()).toString();
        return number == 0 ? file : file.resolveSibling(name.replaceFirst("\\.log$", "." + number + ".log"));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
