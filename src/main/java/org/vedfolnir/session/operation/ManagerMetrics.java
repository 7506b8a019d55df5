package org.vedfolnir.session.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.MetricsSource;
import org.vedfolnir.session.metrics.PrometheusText;
import org.vedfolnir.session.metrics.Readings;

/** The figures of some managers, for monitoring. Thread-safe. */
public record ManagerMetrics(List<? extends OperatedManager> managers) implements MetricsSource {

    @Override
    public Text metrics(@Nullable String accept) {
        return new PrometheusText(managers.stream().map(Readings::new).toList()).write(accept);
    }
}
