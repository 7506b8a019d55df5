package org.vedfolnir.session.store.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {

    private final LatencyHistogram histogram = new LatencyHistogram();

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                9_999,
                10_000,
                10_999,
                11_000,
                99_999,
                100_000,
                101_000,
                109_999,
                250_000,
                1_000_000,
                2_500_000,
                999_999_999,
                9_999_999_999L
            })
    void aTimeIsInTheBucketThatEndsAfterIt(long nanos) {
        var bucket = LatencyHistogram.bucket(nanos);

        assertThat(nanos).isLessThan(LatencyHistogram.end(bucket));
        if (bucket > 0) {
            assertThat(nanos).isGreaterThanOrEqualTo(LatencyHistogram.end(bucket - 1));
        }
    }

    @Test
    void aBucketIsAtMostATenthWide() {
        assertThat(IntStream.range(1, LatencyHistogram.BUCKETS - 1)).allSatisfy(bucket -> {
            var end = LatencyHistogram.end(bucket);
            assertThat(end - LatencyHistogram.end(bucket - 1))
                    .isLessThanOrEqualTo(LatencyHistogram.end(bucket - 1) / 10);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {10_000_000_000L, 60_000_000_000L, Long.MAX_VALUE})
    void whatTakesTenSecondsOrLongerIsInTheLastBucket(long nanos) {
        assertThat(LatencyHistogram.bucket(nanos)).isEqualTo(LatencyHistogram.BUCKETS - 1);
    }

    @Test
    void percentilesAreAtMostATenthTooHigh() {
        LongStream.rangeClosed(1, 1000).map(millis -> millis * 1_000_000).forEach(histogram::record);
        var latency = histogram.latency();

        assertThat(latency.count()).isEqualTo(1000);
        assertThat(latency.sum()).isEqualTo(Duration.ofMillis(500_500));
        assertThat(latency.longest()).isEqualTo(Duration.ofMillis(1000));
        assertThat(latency.percentile(0.5)).isBetween(Duration.ofMillis(500), Duration.ofMillis(550));
        assertThat(latency.percentile(0.99)).isBetween(Duration.ofMillis(990), Duration.ofMillis(1000));
        assertThat(latency.percentile(1)).isEqualTo(Duration.ofMillis(1000));
    }

    @Test
    void countsBelowABoundExactly() {
        LongStream.rangeClosed(1, 1000).map(millis -> millis * 1_000_000).forEach(histogram::record);

        assertThat(histogram.latency().below(Duration.ofMillis(250))).isEqualTo(249);
        assertThat(histogram.latency().below(Duration.ofMillis(1))).isZero();
        assertThat(histogram.latency().below(Duration.ofSeconds(10))).isEqualTo(1000);
    }

    @Test
    void withoutAnyCallAllIsZero() {
        var none = histogram.latency();

        assertThat(none.count()).isZero();
        assertThat(none.percentile(0.99)).isZero();
        assertThat(none.longest()).isZero();
    }
}
