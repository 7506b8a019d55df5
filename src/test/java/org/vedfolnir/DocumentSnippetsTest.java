package org.vedfolnir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Java code in the documents compiles: on the class path of the tests, or as a part of an example with its own build. */
class DocumentSnippetsTest {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```java\\n(.*?)^\\1```$");

    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|interface|enum|record) (\\w+)");

    /** The first block has the imports of all others. */
    @TestFactory
    Stream<DynamicTest> compilesTheBlocksOfCdi(@TempDir Path output) throws IOException {
        var blocks = blocks(Path.of("docs/cdi.md"));
        assertThat(blocks).hasSizeGreaterThan(5);
        var imports = blocks.get(0);
        assertThat(imports.lines().filter(line -> !line.isBlank())).allMatch(line -> line.startsWith("import "));

        return blocks.stream()
                .skip(1)
                .map(block -> DynamicTest.dynamicTest(
                        block.lines().findFirst().orElseThrow(),
                        () -> assertThat(errors(imports, block, output)).isEmpty()));
    }

    @Test
    void takesTheBlocksOfOtherDocumentsFromAnExample() throws IOException {
        var examples = sources(Path.of("examples"));
        var all = Stream.of("README.md", "docs/install.md", "docs/containers.md")
                .flatMap(document -> blocks(Path.of(document)).stream())
                .toList();

        assertThat(all).isNotEmpty();
        assertThat(all).allSatisfy(block -> assertThat(examples)
                .as("a source of examples with the block")
                .anyMatch(source -> source.contains(withoutIndent(block))));
    }

    @Test
    void reportsABlockThatDoesNotCompile(@TempDir Path output) {
        assertThat(errors("", "void stay() { session.extend(); }", output))
                .singleElement()
                .asString()
                .contains("session");
    }

    private static List<String> blocks(Path document) {
        return BLOCK.matcher(read(document))
                .results()
                .map(found -> found.group(2).stripIndent())
                .toList();
    }

    private static List<String> sources(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> withoutIndent(read(file)))
                    .toList();
        }
    }

    private static String withoutIndent(String source) {
        return source.replaceAll("(?m)^ +", "").strip();
    }

    /** Types stay as they are; fields and methods become members of a class. */
    private static List<String> errors(String imports, String block, Path output) {
        var type = TYPE.matcher(block);
        var isType = type.find();
        var name = isType ? type.group(1) : "Snippet";
        var source = imports + (isType ? block : "class Snippet {\n" + block + "\n}");
        var found = new DiagnosticCollector<JavaFileObject>();
        var options =
                List.of("-proc:none", "-d", output.toString(), "-classpath", System.getProperty("java.class.path", ""));
        ToolProvider.getSystemJavaCompiler()
                .getTask(new StringWriter(), null, found, options, null, List.of(new Source(name, source)))
                .call();
        return found.getDiagnostics().stream().map(Object::toString).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
