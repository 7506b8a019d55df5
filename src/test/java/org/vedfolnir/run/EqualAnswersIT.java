package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.Visitor;

/** With {@code -Ppeople}: a stranger who tries names cannot tell from the response or its time which of them exist. */
@Tag("people")
@Tag("slow")
class EqualAnswersIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final int PAIRS = 500;

    private static final int TO_WARM_UP = 50;
    private static final double MOST_MS = 5;

    /** As long as the known one, so that both pages are. */
    private static final String KNOWN = "admin";

    private static final String UNKNOWN = "nomad";

    private record Answer(int status, String body, double milliseconds) {}

    /** Both names in turn, and each as often before the other as after it, so that a busy machine is as busy for both. */
    @Test
    void answersAnUnknownNameInTheSameWordsAndTime() throws Exception {
        var visitor = new Visitor();
        var known = new double[PAIRS];
        var unknown = new double[PAIRS];
        for (var i = -TO_WARM_UP; i < PAIRS; i++) {
            SITE.insight().forgetTries();
            var first = answer(visitor, i % 2 == 0 ? KNOWN : UNKNOWN);
            var second = answer(visitor, i % 2 == 0 ? UNKNOWN : KNOWN);
            assertThat(first.status()).isEqualTo(403);
            assertThat(second.status()).isEqualTo(403);
            assertThat(second.body()).isEqualTo(first.body());
            if (i >= 0) {
                known[i] = (i % 2 == 0 ? first : second).milliseconds();
                unknown[i] = (i % 2 == 0 ? second : first).milliseconds();
            }
        }
        System.out.printf(
                "a wrong password is answered after %.2f ms (median) for a known name, %.2f ms for an unknown one%n",
                median(known), median(unknown));

        assertThat(Math.abs(median(known) - median(unknown))).isLessThan(MOST_MS);
    }

    private static Answer answer(Visitor visitor, String name) throws Exception {
        var since = System.nanoTime();
        HttpResponse<String> page = visitor.post(SITE.a(), "/login", Map.of("username", name, "password", "wrong"));
        var milliseconds = (System.nanoTime() - since) / 1e6;
        return new Answer(page.statusCode(), page.body().replace("\"" + name + "\"", "NAME"), milliseconds);
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
