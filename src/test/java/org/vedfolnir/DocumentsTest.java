package org.vedfolnir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each class and each file that the documents about the code name in backticks exists. */
class DocumentsTest {

    /** A class, optionally with a member or a nested class after a dot. */
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(\\.\\w+)?(\\([^`\\n]*\\))?`");

    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|record|enum|interface) (\\w+)");

    private static final Pattern FILE = Pattern.compile("`((?:src|docs)/[\\w./-]+)`");

    /** Names of browser APIs. */
    private static final Set<String> OTHERS = Set.of("BroadcastChannel");

    private static Set<String> classes = Set.of();

    @BeforeAll
    static void readNamesOfClasses() throws IOException {
        try (var files = Files.walk(Path.of("src"))) {
            classes = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> found(DECLARED, file))
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> found(Pattern form, Path file) {
        try {
            return form.matcher(Files.readString(file)).results().map(match -> match.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", "CONTRIBUTING.md"})
    void namesOnlyClassesThatExist(Path document) {
        var named = found(CLASS, document).collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).hasSizeGreaterThan(10);
        named.removeAll(classes);
        named.removeAll(OTHERS);
        assertThat(named).as("classes in " + document + " that do not exist").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", "CONTRIBUTING.md"})
    void namesOnlyFilesThatExist(Path document) {
        assertThat(found(FILE, document))
                .allSatisfy(file -> assertThat(Path.of(file)).exists());
    }
}
