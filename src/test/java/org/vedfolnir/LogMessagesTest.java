package org.vedfolnir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.store.redis.client.ReplicaAck;
import org.vedfolnir.session.store.redis.error.Refusal;

/**
 * docs/log-messages.md has a row for each message that the code logs, and no other. Level and text of a row are those of the
 * code; what it means and what to do is written by hand.
 */
class LogMessagesTest {

    private static final Path PAGE = Path.of("docs", "log-messages.md");
    private static final Path SOURCES = Path.of("src/main/java/org/vedfolnir");
    private static final Pattern MESSAGE = Pattern.compile(
            "^\\| ((?:INFO|WARNING|ERROR)(?: / (?:INFO|WARNING|ERROR))*) \\| `(.+?)` \\| \\S.* \\| \\S.* \\|$",
            Pattern.MULTILINE);
    private static final Pattern STATE =
            Pattern.compile("^\\| `([A-Z].+?)` \\| \\S.* \\| \\S.* \\|$", Pattern.MULTILINE);

    /** Their sentences are those of {@code Concern}, and notes. */
    private static final List<String> OF_STATES =
            List.of("session/store/diagnosis", "session/store/redis/diagnostics", "session/engine/health");

    @Test
    void listsEachMessageOfTheCode() throws IOException {
        var logged = LogCalls.messages(sources(SOURCES).filter(LogMessagesTest::isOfAnArchive));
        assertThat(logged).hasSizeGreaterThan(60);

        assertThat(rows(MESSAGE)).containsExactlyInAnyOrderElementsOf(logged);
    }

    @Test
    void listsEachSentenceAboutTheStateOfRedis() throws IOException {
        var sentences = new TreeSet<String>();
        for (var folder : OF_STATES) {
            sentences.addAll(LogCalls.sentences(sources(SOURCES.resolve(folder))));
        }
        sentences.removeIf(
                each -> each.startsWith("The Redis at {place} took over from the one at {formerPlace}, and"));
        Arrays.stream(Refusal.Kind.values())
                .map(kind -> new Refusal(kind, "{error}").sentence("{place}"))
                .forEach(sentences::add);
        Arrays.stream(ReplicaAck.values())
                .filter(each -> !each.summary().isEmpty())
                .map(each -> each.sentence("{place}"))
                .forEach(sentences::add);
        assertThat(sentences).hasSizeGreaterThan(20);

        assertThat(rows(STATE)).containsExactlyInAnyOrderElementsOf(sentences);
    }

    private static TreeSet<String> rows(Pattern row) throws IOException {
        return row.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.groupCount() == 1 ? found.group(1) : found.group(1) + " " + found.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Path> sources(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        }
    }

    /** {@code ./run} is in neither, and the command line prints. */
    private static boolean isOfAnArchive(Path source) {
        return !source.startsWith(SOURCES.resolve("run")) && !source.startsWith(SOURCES.resolve("session/cli"));
    }
}
