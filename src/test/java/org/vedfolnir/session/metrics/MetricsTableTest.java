package org.vedfolnir.session.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of metrics in docs/install.md is that of the code. With {@code -Dmetrics.write=true} it is written. */
class MetricsTableTest {

    private static final Path DOCUMENT = Path.of("docs", "install.md");
    private static final String BEGIN = "<!-- begin SessionMetric -->\n";
    private static final String END = "<!-- end SessionMetric -->\n";
    private static final String HEAD = "| name | type | unit | meaning |\n|---|---|---|---|\n";
    private static final String COMMAND = "mvn test -Dtest=MetricsTableTest -Dmetrics.write=true";

    private static String table() {
        return Arrays.stream(SessionMetric.values())
                .map(metric -> row(
                        metric.query() + (metric.label().isEmpty() ? "" : "{" + metric.label() + "}"),
                        metric.kind().name().toLowerCase(Locale.ROOT),
                        metric.base(),
                        metric.meaning()))
                .collect(Collectors.joining(
                        "",
                        HEAD + row(RoundTripMetric.NAME, "histogram", RoundTripMetric.NAME, RoundTripMetric.MEANING),
                        ""));
    }

    private static String row(String name, String type, String base, String meaning) {
        var unit = base.endsWith("_seconds") ? "seconds" : base.endsWith("_bytes") ? "bytes" : "";
        return "| `" + name + "` | " + type + " | " + unit + " | " + meaning + " |\n";
    }

    @Test
    void theTableIsThatOfTheCode() throws IOException {
        var document = Files.readString(DOCUMENT);
        assertThat(document).contains(BEGIN, END);
        var generated = Pattern.compile(Pattern.quote(BEGIN) + ".*" + Pattern.quote(END), Pattern.DOTALL)
                .matcher(document)
                .replaceFirst(Matcher.quoteReplacement(BEGIN + table() + END));
        if (Boolean.getBoolean("metrics.write")) {
            Files.writeString(DOCUMENT, generated);
            return;
        }
        assertThat(document)
                .as("the table of metrics; write it with: " + COMMAND)
                .isEqualTo(generated);
    }
}
