package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.testing.JsonLines.field;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.JsonLines;

/** Two stock Tomcats with the formatter in {@code logging.properties}, as docs/log-messages.md describes it. */
class JsonLogIT {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String PAGE = "<% session.setAttribute(\"count\", 1);"
            + " if (request.getParameter(\"fail\") != null) { throw new IllegalStateException(\"made to\\nfail\"); } %>";

    @Test
    void followsASessionOverTwoNodesByItsReference() throws Exception {
        var keys = KeyRing.generate();
        try (var a = tomcat("11.0", "node-a", keys);
                var b = tomcat("10.1", "node-b", keys)) {
            a.start();
            b.start();
            var cookie = StockTomcat.cookie(a.get("/failing/", null));
            var id = cookie.substring(cookie.indexOf('=') + 1);
            assertThat(a.get("/failing/?fail=1", cookie).statusCode()).isEqualTo(500);
            assertThat(b.get("/failing/?fail=1", cookie).statusCode()).isEqualTo(500);
            a.stop();
            b.stop();

            for (var log : List.of(a.lastConsole(), file(a))) {
                assertFollowed(JsonLines.of(log), "node-a", id);
            }
            for (var log : List.of(b.lastConsole(), file(b))) {
                assertFollowed(JsonLines.of(log), "node-b", id);
            }
        }
    }

    private static void assertFollowed(List<JsonObject> lines, String node, String id) {
        assertThat(lines).hasSizeGreaterThan(10).allSatisfy(line -> {
            assertThat(line).containsKeys("@timestamp", "log.level", "message", "log.logger", "process.thread.name");
            assertThat(field(line, "service.node.name")).isEqualTo(node);
        });
        assertThat(lines)
                .filteredOn(line -> SessionId.reference(id).equals(field(line, "vedfolnir.session")))
                .singleElement()
                .satisfies(line -> {
                    assertThat(field(line, "log.level")).isEqualTo("ERROR");
                    assertThat(field(line, "vedfolnir.application")).isEqualTo("/failing");
                    assertThat(field(line, "process.thread.name")).contains("exec");
                    assertThat(field(line, "error.stack_trace")).contains("made to\nfail");
                });
        assertThat(lines)
                .filteredOn(line -> String.valueOf(field(line, "message")).contains(" are kept in Redis at "))
                .extracting(line -> field(line, "vedfolnir.application"))
                .contains("/failing");
        assertThat(lines.toString()).doesNotContain(id);
    }

    /** What {@code AsyncFileHandler} writes, on a thread of its own. */
    private static String file(StockTomcat tomcat) throws IOException {
        try (var files = Files.newDirectoryStream(tomcat.home().resolve("logs"), "tomcat.*.json")) {
            return Files.readString(files.iterator().next());
        }
    }

    /** The line of {@code setenv.sh} that an operator activates. */
    private static String classPath() throws IOException {
        return Files.readAllLines(Path.of("server-config", "tomcat", "setenv.sh")).stream()
                .filter(line -> line.startsWith("#CLASSPATH="))
                .findFirst()
                .orElseThrow()
                .substring(1);
    }

    private static StockTomcat tomcat(String line, String node, String keys) throws Exception {
        var tomcat = new StockTomcat(line).withManagerJar().withManagerLine();
        Files.copy(
                Path.of("target", "vedfolnir-session-log.jar"), tomcat.home().resolve("bin/vedfolnir-session-log.jar"));
        Files.writeString(tomcat.home().resolve("bin/setenv.sh"), classPath());
        Files.writeString(
                tomcat.home().resolve("conf/logging.properties"),
                Files.readString(Path.of("server-config", "tomcat", "logging.properties")));
        var page = Files.createDirectories(tomcat.home().resolve("webapps/failing"))
                .resolve("index.jsp");
        Files.writeString(page, PAGE);
        return tomcat.with("REDIS_URL", REDIS.url())
                .with("SESSION_ENCRYPTION_KEYS", keys)
                .with("SESSION_NODE", node);
    }
}
