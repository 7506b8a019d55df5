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
 * Weld's messages about contexts of another request on a thread, or missing ones. A node that logs one of these exposes the state of one request to the
 * next.
 */
public final class CdiWarnings {

    private static final Pattern LEAK = Pattern.compile("WELD-000(?:225|335|712|714|715)");

    private CdiWarnings() {}

    /** @param folder with the logs of nodes, which may still run */
    public static void assertNone(Path folder) throws IOException {
        var found = new ArrayList<String>();
        for (var log : logs(folder)) {
            // the last line may end in the middle of a character
            new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> LEAK.matcher(line).find())
                    .limit(3)
                    .forEach(line -> found.add(log.getFileName() + ": " + line));
        }
        assertThat(found)
                .as("messages about CDI contexts that a request left on its thread")
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
