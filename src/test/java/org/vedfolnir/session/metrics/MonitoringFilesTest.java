package org.vedfolnir.session.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.operation.OperationsValve;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** The alerts and the dashboard ask for what a real Tomcat with sessions reports. */
class MonitoringFilesTest {

    /** Keeps nothing over a crash, which is a concern. */
    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final Pattern NAME = Pattern.compile("\\b(?:vedfolnir_session|tomcat_sessions)_\\w+\\b");
    private static final Pattern REPORTED = Pattern.compile("^([a-z_]+)\\{", Pattern.MULTILINE);

    private static String reported = "";

    @BeforeAll
    static void scrape() throws Exception {
        try (var node = new Node(
                Node.manager(REDIS.url(), "", Node::quiet),
                (tomcat, context) -> tomcat.getEngine().getPipeline().addValve(new OperationsValve()))) {
            new Browser().get(node, "/create");
            reported = new Browser().get(node, "/metrics").body();
        }
    }

    private static Set<String> names() {
        return REPORTED.matcher(reported).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"prometheus/alerts.yml", "prometheus/alerts.test.yml", "grafana/vedfolnir-sessions.json"})
    void eachMetricOfAQueryIsReported(String file) throws Exception {
        var asked = NAME.matcher(Files.readString(Path.of("server-config").resolve(file)))
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(asked).hasSizeGreaterThan(8);
        assertThat(names()).containsAll(asked);
    }

    @Test
    void eachMetricIsReported() {
        for (var metric : SessionMetric.values()) {
            assertThat(names()).contains(metric.query());
        }
        assertThat(names()).contains(RoundTripMetric.NAME + "_bucket");
    }

    /** An alert finds this concern by the beginning of its text. */
    @Test
    void theAlertOfDifferentKeysNamesTheConcern() throws Exception {
        var text = "The nodes have different keys";

        assertThat(Files.readString(Path.of("server-config", "prometheus", "alerts.yml")))
                .contains(text + ".*");
        assertThat(Files.readString(Path.of("src/main/java/org/vedfolnir/session/engine/health/KeyComparison.java")))
                .contains("\"" + text);
    }
}
