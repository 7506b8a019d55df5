package org.vedfolnir.session.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LastAccessTimesTest {

    private final LastAccessTimes uses = new LastAccessTimes(10);

    @Test
    void knowsTheLastUseOfThisNodeUnlessTheStoreKnowsALaterOne() {
        uses.add("a", 1000, 1500);

        assertThat(uses.of("a", 900)).isEqualTo(1000);
        assertThat(uses.of("a", 1400)).as("the store recorded this request").isEqualTo(1000);
        assertThat(uses.of("a", 9000))
                .as("the store recorded a use on another node")
                .isEqualTo(9000);
        assertThat(uses.of("b", 900)).isEqualTo(900);
    }

    @Test
    void forgetsWhatWasUsedLongestAgo() {
        uses.add("first", 1000, 1000);
        IntStream.range(0, 20).forEach(i -> uses.add("other" + i, 1000, 1000));

        assertThat(uses.of("first", 1)).isEqualTo(1);
        assertThat(uses.of("other19", 1)).isEqualTo(1000);
    }
}
