package org.vedfolnir.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A unified diff of one place in one file. The place is found by its lines, not by their numbers, so that it moves with the file.
 *
 * @param file below the root of the project
 */
record Patch(String name, Path file, String before, String after) {

    static Patch read(Path diff) throws IOException {
        var lines = Files.readAllLines(diff);
        var file = lines.stream()
                .filter(line -> line.startsWith("+++ b/"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(diff + " names no file."))
                .substring("+++ b/".length());
        var hunk =
                lines.stream().dropWhile(line -> !line.startsWith("@@")).skip(1).toList();
        return new Patch(
                diff.getFileName().toString().replace(".diff", ""), Path.of(file), side(hunk, '+'), side(hunk, '-'));
    }

    /** The lines of a hunk without those of the other side. */
    private static String side(List<String> hunk, char other) {
        var side = new StringBuilder();
        for (var line : hunk) {
            if (line.isEmpty() || line.charAt(0) != other) {
                side.append(line.isEmpty() ? "" : line.substring(1)).append('\n');
            }
        }
        return side.toString();
    }

    /** The file's text with the change. */
    String applied() throws IOException {
        var text = Files.readString(file);
        var at = text.indexOf(before);
        if (at < 0 || text.indexOf(before, at + 1) >= 0) {
            throw new AssertionError("The planted bug " + name + " does not fit " + file
                    + " any more: its lines must be there exactly once. Make the diff anew.");
        }
        return text.substring(0, at) + after + text.substring(at + before.length());
    }
}
