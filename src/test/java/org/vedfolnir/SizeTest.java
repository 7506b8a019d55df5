package org.vedfolnir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The maximum size of packages, classes and methods of the product. A larger one is listed here until it is split, and must not grow. */
class SizeTest {

    private static final int FILES_OF_A_PACKAGE = 20;
    private static final int LINES_OF_A_CLASS = 300;
    private static final int LINES_OF_A_METHOD = 40;

    private static final Map<String, Long> LARGER_CLASSES = Map.of();

    private static final Map<String, Long> LARGER_METHODS = Map.of();

    /** The first line of a nested type or a method: the formatter begins members of a class at the fourth column. */
    private static final Pattern MEMBER = Pattern.compile("^( +)[A-Za-z@<][^=;]*[({,]$");

    private static final Pattern HEADER_END = Pattern.compile("([{;]|\\{\\})$");
    private static final Pattern TYPE = Pattern.compile("\\b(class|interface|record|enum) \\w");

    private static Map<Path, List<String>> sources() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(each -> each.toString().endsWith(".java"))
                    .filter(each -> !each.endsWith("package-info.java"))
                    .collect(Collectors.toMap(each -> each, SizeTest::lines));
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void limitsTheFilesOfAPackage() throws IOException {
        var files = sources().keySet().stream().collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
        assertThat(above(files, FILES_OF_A_PACKAGE)).isEmpty();
    }

    @Test
    void limitsTheLinesOfAClass() throws IOException {
        var lines = sources().entrySet().stream()
                .collect(Collectors.toMap(
                        each -> each.getKey().getFileName().toString(),
                        each -> (long) each.getValue().size(),
                        Math::max));
        assertThat(above(lines, LINES_OF_A_CLASS))
                .as("lines of listed classes: lower the figure of a class that got smaller, or remove it")
                .isEqualTo(LARGER_CLASSES);
    }

    @Test
    void limitsTheLinesOfAMethod() throws IOException {
        var methods = sources().entrySet().stream()
                .flatMap(each -> methods(each.getKey(), each.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Math::max));
        assertThat(methods).hasSizeGreaterThan(2000);
        assertThat(above(methods, LINES_OF_A_METHOD)).isEqualTo(LARGER_METHODS);
    }

    private static Stream<Map.Entry<String, Long>> methods(Path file, List<String> lines) {
        return members(lines, 4)
                .map(each -> Map.entry(file.getFileName() + ": " + each.get(0).strip(), (long) each.size()));
    }

    /** Methods from their first to their last line, with those of nested types. */
    private static Stream<List<String>> members(List<String> lines, int indent) {
        var end = " ".repeat(indent) + "}";
        var members = new ArrayList<List<String>>();
        for (var first = 0; first < lines.size(); first++) {
            if (!MEMBER.matcher(lines.get(first)).matches() || indentOf(lines.get(first)) != indent) {
                continue;
            }
            var header = next(lines, first, line -> HEADER_END.matcher(line).find());
            var last = header == lines.size() || !lines.get(header).endsWith("{")
                    ? lines.size()
                    : next(lines, header, line -> line.startsWith(end));
            if (last == lines.size()) { // a constant of an enum, or a record without a body
                continue;
            }
            members.add(lines.subList(first, last + 1));
            first = last;
        }
        return members.stream()
                .flatMap(each -> TYPE.matcher(each.get(0)).find()
                        ? members(each.subList(1, each.size()), indent + 4)
                        : Stream.of(each));
    }

    /** The number of the first such line from {@code first} on, or the number of lines if there is none. */
    private static int next(List<String> lines, int first, Predicate<String> wanted) {
        var next = first;
        while (next < lines.size() && !wanted.test(lines.get(next))) {
            next++;
        }
        return next;
    }

    private static int indentOf(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static <T> Map<String, Long> above(Map<T, Long> all, int most) {
        var above = new TreeMap<String, Long>();
        all.forEach((each, size) -> {
            if (size > most) {
                above.put(each.toString(), size);
            }
        });
        return above;
    }
}
