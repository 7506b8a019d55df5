package org.vedfolnir.session.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.testing.JsonLines.field;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.testing.JsonLines;

/** Each record is one line and one JSON object, whatever its text. */
class JsonFormatterTest {

    private static final SessionId SESSION = new SessionId("an-id-that-must-not-be-in-a-log");

    private final JsonFormatter formatter = new JsonFormatter("node-a");

    private JsonObject parse(LogRecord record) {
        var line = formatter.format(record);
        assertThat(line).endsWith("}\n").hasLineCount(1);
        return JsonLines.of(line).get(0);
    }

    private static LogRecord record(String message, Object... parameters) {
        var record = new LogRecord(Level.WARNING, message);
        record.setLoggerName("org.example.Shop");
        record.setParameters(parameters);
        return record;
    }

    @Test
    void writesTheFieldsOfTheSchema() {
        var record = record("Redis at {0} does not serve.", "cache:6379");
        record.setInstant(Instant.parse("2026-11-30T10:00:00.5Z"));

        assertThat(formatter.format(record))
                .isEqualTo("{\"@timestamp\":\"2026-11-30T10:00:00.500000Z\",\"log.level\":\"WARNING\","
                        + "\"message\":\"Redis at cache:6379 does not serve.\",\"ecs.version\":\"8.11.0\","
                        + "\"log.logger\":\"org.example.Shop\",\"process.thread.name\":\""
                        + Thread.currentThread().getName() + "\",\"service.node.name\":\"node-a\"}\n");
    }

    @Test
    void keepsAnyTextAndWritesNothingButAscii() {
        var random = new Random(11);
        for (var i = 0; i < 1000; i++) {
            var text = random.ints(random.nextInt(40), 0, 0x11_0000)
                    .map(c -> c % 5 == 0 ? c % 0x80 : c)
                    .filter(c -> c < 0xd800 || c > 0xdfff)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            var record = new LogRecord(Level.INFO, text);
            record.setLoggerName(text);
            record.setThrown(new IllegalStateException(text));

            var line = parse(record);

            assertThat(field(line, "message")).isEqualTo(text);
            assertThat(field(line, "log.logger")).isEqualTo(text);
            assertThat(field(line, "error.message")).isEqualTo(text);
            assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(formatter.format(record)))
                    .isTrue();
        }
    }

    @Test
    void replacesHalvesOfSurrogatePairs() {
        assertThat(field(parse(record("a\ud83d b\ude00 \ud83d\ude00 \ud83d")), "message"))
                .isEqualTo("a\ufffd b\ufffd \ud83d\ude00 \ufffd");
    }

    @Test
    void writesAnExceptionWithItsCauseIntoOneField() {
        var record = record("A request failed.");
        record.setThrown(new IllegalStateException("outer", new IllegalArgumentException("inner\nline")));

        var line = parse(record);

        assertThat(field(line, "error.type")).isEqualTo("java.lang.IllegalStateException");
        assertThat(field(line, "error.message")).isEqualTo("outer");
        assertThat(field(line, "error.stack_trace"))
                .contains("outer\n\tat org.vedfolnir", "Caused by: java.lang.IllegalArgumentException: inner\nline");
    }

    @Test
    void survivesRecordsWithoutTextsAndWithObjectsThatThrow() {
        var empty = new LogRecord(Level.INFO, null);
        assertThat(field(parse(empty), "message")).isEqualTo("null");
        assertThat(field(parse(record("{0}", new Thrower())), "message")).isEqualTo("{0}");
        var thrown = record("A request failed.");
        thrown.setThrown(new UnprintableException());
        assertThat(field(parse(thrown), "error.stack_trace")).contains("cannot be printed", "UnsupportedOperation");
    }

    private static final class Thrower {
        @Override
        public String toString() {
            throw new UnsupportedOperationException("no text");
        }
    }

    private static final class UnprintableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException("no text");
        }
    }

    @ParameterizedTest
    @CsvSource({"SEVERE,ERROR", "WARNING,WARNING", "INFO,INFO", "CONFIG,DEBUG", "FINE,DEBUG", "FINER,TRACE"})
    void namesLevelsAsOurPagesDo(String level, String name) {
        assertThat(field(parse(new LogRecord(Level.parse(level), "text")), "log.level"))
                .isEqualTo(name);
    }

    @Test
    void namesTheSessionOfAParameterByItsReference() {
        var line = parse(record("{0} ended {1}.", "An operator", SESSION));

        assertThat(field(line, "message")).isEqualTo("An operator ended session#" + SESSION.reference() + ".");
        assertThat(field(line, "vedfolnir.session")).isEqualTo(SESSION.reference());
        assertThat(line.toString()).doesNotContain(SESSION.value());
    }

    @Test
    void namesWhatTheThreadWorksForAsLongAsItDoes() {
        LogContext.Source source = () -> new LogSubject("node-b", "/shop", null);
        LogContext.ask(source);
        LogContext.about(SESSION, () -> {
            var line = parse(record("A listener threw."));
            assertThat(field(line, "service.node.name")).isEqualTo("node-b");
            assertThat(field(line, "vedfolnir.application")).isEqualTo("/shop");
            assertThat(field(line, "vedfolnir.session")).isEqualTo(SESSION.reference());
        });
        assertThat(field(parse(record("Later.")), "vedfolnir.session")).isNull();
        assertThat(source.current()).isNotNull();
    }

    @Test
    void namesTheOriginOfARecordThatAnotherThreadFormatsIfTheFilterSawIt() throws Exception {
        var unseen = record("Formatted elsewhere.");
        var seen = record("Formatted elsewhere.");
        LogContext.about(SESSION, () -> new OriginFilter().isLoggable(seen));
        var lines = new CompletableFuture<JsonObject[]>();
        var other = new Thread(
                () -> LogContext.about(new SessionId("of-the-other-thread"), () -> {
                    new OriginFilter().isLoggable(seen);
                    lines.complete(new JsonObject[] {parse(unseen), parse(seen)});
                }),
                "writer");
        other.start();

        var own = Thread.currentThread().getName();
        assertThat(field(lines.get()[0], "vedfolnir.session")).isNull();
        assertThat(field(lines.get()[0], "process.thread.name")).isEqualTo(own);
        assertThat(field(lines.get()[1], "vedfolnir.session")).isEqualTo(SESSION.reference());
        assertThat(field(lines.get()[1], "process.thread.name")).isEqualTo(own);
        other.join();
    }
}
