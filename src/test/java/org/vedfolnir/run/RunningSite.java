package org.vedfolnir.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.vedfolnir.CdiWarnings;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.check.Visitor;
import org.vedfolnir.run.node.SetupLink;
import org.vedfolnir.run.server.ManagedRedis;
import org.vedfolnir.run.site.Site;
import org.vedfolnir.session.engine.health.StoreHealthMonitor;

/**
 * Two nodes, a Redis and a database for a test class, with the administrator's account created as a user does. Classes without settings share one site,
 * and each finds it in its initial state. The site may query instances on this machine, as tests provide them.
 */
final class RunningSite implements BeforeAllCallback, AfterAllCallback {

    private static final String PASSWORD = "a quiet morning by the sea";

    private final boolean setUp;
    private final Map<String, String> settings;
    private @Nullable OpenSite open;

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

    private boolean isShared() {
        return setUp && settings.isEmpty();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (isShared()) {
            var all =
                    context.getStore(StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(RunningSite.class));
            open = all.getOrComputeIfAbsent(RunningSite.class, first -> SharedSite.start(PASSWORD), SharedSite.class)
                    .fresh();
            return;
        }
        var started = OpenSite.start(settings);
        open = started;
        if (setUp) {
            started.setUp(PASSWORD);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (open == null) {
            return;
        }
        try {
            CdiWarnings.assertNone(logs());
        } finally {
            if (!isShared()) {
                open.close();
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

    /** Of both nodes, as a load balancer shows them: each connection goes to the next one. */
    String balanced() {
        return open().balancer().address();
    }

    Path logs() {
        return open().folder().resolve("logs");
    }

    /**
     * The problems in the logs of the nodes so far, with the name of each log; without those that tests cause on purpose (outages), and those of a slow
     * machine.
     */
    List<String> problems() throws IOException {
        try (var files = Files.list(logs())) {
            var problems = new ArrayList<String>();
            for (var log : files.filter(file -> file.getFileName().toString().matches("node.*\\.log"))
                    .toList()) {
                Files.readAllLines(log).stream()
                        .filter(line -> line.contains("SEVERE") || line.contains("WARNING"))
                        .filter(line -> !line.contains("DEGRADED: ")
                                && !line.contains(StoreHealthMonitor.class.getName())
                                && !line.contains("Creation of SecureRandom"))
                        .forEach(line -> problems.add(log.getFileName() + ": " + line));
            }
            return problems;
        }
    }

    /** The administrator's. */
    String password() {
        return PASSWORD;
    }

    SetupLink setup() {
        return running().setup().orElseThrow();
    }

    DataProbe witness() {
        return open().witness();
    }

    ManagedRedis redis() {
        return running().redis();
    }

    Insight insight() {
        return open().insight();
    }

    private Site running() {
        return open().site();
    }

    private OpenSite open() {
        return Objects.requireNonNull(open);
    }

    /** A signed-in user. */
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
