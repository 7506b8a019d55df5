package org.vedfolnir.session.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.MetricsSource;

/**
 * The text of {@code /metrics}, in the form of OpenMetrics 1.0 if the client accepts it, else in that of Prometheus 0.0.4.
 * Each metric has the labels {@code application}, the path of its context, and {@code host}. Immutable.
 *
 * @param managers those whose figures it shows
 */
public record PrometheusText(List<Readings> managers) {

    private static final ExpositionFormatWriter OPEN_METRICS =
            OpenMetricsTextFormatWriter.builder().build();
    private static final ExpositionFormatWriter PROMETHEUS =
            PrometheusTextFormatWriter.builder().build();

    public PrometheusText {
        managers = List.copyOf(managers);
    }

    /** @param accept the header {@code Accept}; null for none */
    public MetricsSource.Text write(@Nullable String accept) {
        var form = accept != null && OPEN_METRICS.accepts(accept) ? OPEN_METRICS : PROMETHEUS;
        var text = new ByteArrayOutputStream();
        try {
            form.write(text, snapshots());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not into memory
        }
        return new MetricsSource.Text(form.getContentType(), text.toByteArray());
    }

    private MetricSnapshots snapshots() {
        var all = new ArrayList<MetricSnapshot>();
        all.add(roundTrips());
        for (var metric : SessionMetric.values()) {
            all.add(metric.kind() == SessionMetric.Kind.COUNTER ? counter(metric) : gauge(metric));
        }
        return new MetricSnapshots(all);
    }

    private HistogramSnapshot roundTrips() {
        var histogram = HistogramSnapshot.builder().name(RoundTripMetric.NAME).help(RoundTripMetric.MEANING);
        for (var manager : managers) {
            var latency = manager.latency();
            histogram.dataPoint(HistogramDataPointSnapshot.builder()
                    .labels(labels(manager))
                    .classicHistogramBuckets(
                            ClassicHistogramBuckets.of(RoundTripMetric.bounds(), RoundTripMetric.counts(latency)))
                    .sum(latency.sum().toNanos() / 1e9)
                    .build());
        }
        return histogram.build();
    }

    private CounterSnapshot counter(SessionMetric metric) {
        var counter = CounterSnapshot.builder().name(metric.base()).help(metric.meaning());
        read(metric)
                .forEach((labels, value) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build()));
        return counter.build();
    }

    private GaugeSnapshot gauge(SessionMetric metric) {
        var gauge = GaugeSnapshot.builder().name(metric.base()).help(metric.meaning());
        read(metric)
                .forEach((labels, value) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build()));
        return gauge.build();
    }

    private Map<Labels, Double> read(SessionMetric metric) {
        var values = new LinkedHashMap<Labels, Double>();
        for (var manager : managers) {
            for (var sample : metric.read(manager)) {
                var labels = labels(manager);
                values.put(
                        metric.label().isEmpty() ? labels : labels.add(metric.label(), sample.label()), sample.value());
            }
        }
        return values;
    }

    private static Labels labels(Readings manager) {
        return Labels.of("application", manager.application(), "host", manager.host());
    }
}
