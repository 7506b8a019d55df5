package org.vedfolnir.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the profile deployments measured, for docs/reverse-proxies.md: {@code target/deployments/figures.txt}. */
final class Figures {

    private static final Path FILE = Path.of("target", "deployments", "figures.txt");

    private Figures() {}

    static void note(String line) throws IOException {
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
