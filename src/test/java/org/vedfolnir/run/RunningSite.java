package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Two nodes, a Redis and a database for a test class; the administrator has made her account as a person does. */
final class RunningSite implements BeforeAllCallback, AfterAllCallback {

    private @Nullable Path folder;
    private @Nullable Site site;
    private @Nullable Witness witness;
    private @Nullable Insight insight;

    private static final String PASSWORD = "a quiet morning by the sea";

    private final boolean setUp;
    private final Map<String, String> settings;

    RunningSite() {
        this(Map.of());
    }

    /** @param settings environment variables of the nodes */
    RunningSite(Map<String, String> settings) {
        this(true, settings);
    }

    private RunningSite(boolean setUp, Map<String, String> settings) {
        this.setUp = setUp;
        this.settings = settings;
    }

    /** As it is after its first start. */
    static RunningSite withoutAccount() {
        return new RunningSite(false, Map.of());
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        var temporary = Files.createTempDirectory("vedfolnir-site");
        folder = temporary;
        var data = DataFolder.open(temporary);
        var started = Site.start(
                new Options(false, false, 2, 0, temporary, null, null),
                data,
                List.of(Ports.free(), Ports.free()),
                settings);
        site = started;
        witness = new Witness(started);
        insight = new Insight(started, data.keys());
        if (setUp) {
            var made = FirstVisit.make(new Visitor(), setup(), "admin", PASSWORD);
            assertThat(made.statusCode()).as(made.body()).isEqualTo(302);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (insight != null) {
            insight.close();
        }
        if (witness != null) {
            witness.close();
        }
        if (site != null) {
            site.close();
        }
        if (folder != null) {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    String a() {
        return running().nodes().get(0).address();
    }

    String b() {
        return running().nodes().get(1).address();
    }

    int port() {
        return running().nodes().get(0).port();
    }

    List<Integer> ports() {
        return running().nodes().stream().map(NodeProcess::port).toList();
    }

    Path logs() {
        return Objects.requireNonNull(folder).resolve("logs");
    }

    /** The administrator's. */
    String password() {
        return PASSWORD;
    }

    SetupLink setup() {
        return running().setup().orElseThrow();
    }

    Witness witness() {
        return Objects.requireNonNull(witness);
    }

    RedisProcess redis() {
        return running().redis();
    }

    Insight insight() {
        return Objects.requireNonNull(insight);
    }

    private Site running() {
        return Objects.requireNonNull(site);
    }

    /** A person who is signed in. */
    Visitor signedIn() throws IOException, InterruptedException {
        return signedIn("Vedfolnir-Check/1");
    }

    Visitor signedIn(String agent) throws IOException, InterruptedException {
        var person = new Visitor("", agent);
        var answer = person.post(a(), "/login", Map.of("username", "admin", "password", PASSWORD));
        if (answer.statusCode() != 302) {
            throw new AssertionError("Signing in answered " + answer.statusCode());
        }
        return person;
    }
}
