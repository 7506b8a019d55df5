package org.vedfolnir.session.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Shows a manager's figures in an application's own Micrometer, under the names of {@link SessionMetric} with dots. Micrometer
 * is the application's; this class is loaded only if it uses it. Left out are the metrics {@code tomcat.sessions.*}, which
 * Micrometer's {@code TomcatMetrics} has. Metrics by server and by problem are sums, since a meter's tags are fixed.
 * Immutable.
 */
public final class SessionMeterBinder implements MeterBinder {

    private static final String SECONDS = ".seconds";

    /** A registry refers to it weakly: it lives as long as its context. */
    private final MeteredManager manager;

    /** @param manager a {@code VedfolnirSessionManager}, started or not */
    public SessionMeterBinder(MeteredManager manager) {
        this.manager = manager;
    }

    /** @throws IllegalStateException if the manager has no context yet */
    @Override
    public void bindTo(MeterRegistry registry) {
        if (manager.runtime().manager().getContext() == null) {
            throw new IllegalStateException(
                    "The session manager has no context yet, and its metrics are named after it."
                            + " Give it to the context (setManager) before you bind its metrics.");
        }
        var readings = new Readings(manager);
        var tags = Tags.of("application", readings.application(), "host", readings.host());
        FunctionTimer.builder(
                        timer(RoundTripMetric.NAME),
                        manager,
                        each -> new Readings(each).latency().count(),
                        each -> new Readings(each).latency().sum().toNanos(),
                        TimeUnit.NANOSECONDS)
                .tags(tags)
                .description(RoundTripMetric.MEANING)
                .register(registry);
        for (var metric : SessionMetric.values()) {
            if (!metric.isTomcats()) {
                bind(registry, metric, tags);
            }
        }
    }

    /** A registry adds the unit of a timer to its name. */
    private static String timer(String name) {
        var dotted = dotted(name);
        return dotted.substring(0, dotted.length() - SECONDS.length());
    }

    private static String dotted(String name) {
        return name.replace('_', '.');
    }

    private void bind(MeterRegistry registry, SessionMetric metric, Tags tags) {
        if (metric.hasOpenLabel()) {
            bind(registry, metric, tags, each -> metric.read(each).stream()
                    .mapToDouble(Sample::value)
                    .sum());
            return;
        }
        for (var sample : metric.read(new Readings(manager))) {
            var label = sample.label();
            var all = label.isEmpty() ? tags : tags.and(metric.label(), label);
            bind(registry, metric, all, each -> value(metric, each, label));
        }
    }

    private static double value(SessionMetric metric, Readings readings, String label) {
        return metric.read(readings).stream()
                .filter(sample -> sample.label().equals(label))
                .mapToDouble(Sample::value)
                .findFirst()
                .orElse(Double.NaN);
    }

    private void bind(MeterRegistry registry, SessionMetric metric, Tags tags, ToDoubleFunction<Readings> value) {
        var name = dotted(metric.base());
        ToDoubleFunction<MeteredManager> read = each -> value.applyAsDouble(new Readings(each));
        if (metric.kind() == SessionMetric.Kind.COUNTER) {
            FunctionCounter.builder(name, manager, read)
                    .tags(tags)
                    .description(metric.meaning())
                    .register(registry);
        } else {
            Gauge.builder(name, manager, read)
                    .tags(tags)
                    .description(metric.meaning())
                    .register(registry);
        }
    }
}
