package org.vedfolnir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What Weld writes when it finds contexts of another request on a thread, or none where there should be some. A node that logs one of these has state
 * of one request within reach of the next.
 */
public final class CdiWarnings {

    private static final Pattern LEAK = Pattern.compile("WELD-000(?:225|335|712|714|715)");

    private CdiWarnings() {}

    /** @param folder with the logs of nodes that ran, or still run */
    public static void assertNone(Path folder) throws IOException {
        var found = new ArrayList<String>();
        for (var log : logs(folder)) {
            // a line that is just being written may end in the middle of a character
            new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> LEAK.matcher(line).find())
                    .limit(3)
                    .forEach(line -> found.add(log.getFileName() + ": " + line));
        }
        assertThat(found)
                .as("CDI contexts that a request left behind on its thread")
                .isEmpty();
    }

    private static List<Path> logs(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(".*\\.(?:log(?:\\.\\d+)?|out|txt)"))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }
}
