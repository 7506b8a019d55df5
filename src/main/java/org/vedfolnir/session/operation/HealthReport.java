package org.vedfolnir.session.operation;

import java.util.ArrayList;
import java.util.List;
import org.apache.tomcat.util.json.JSONFilter;
import org.vedfolnir.session.metrics.Readings;

/**
 * An answer in the form of MicroProfile Health 4.0 §4: {@code {"status":"UP","checks":[{"name":"…","status":"UP"}]}}. It names
 * no address. Immutable.
 */
record HealthReport(List<Check> checks) {

    /** @param degraded what does not stop the application and endangers its sessions; empty for nothing */
    record Check(String name, boolean up, String degraded) {

        String json() {
            var data = degraded.isEmpty() ? "" : ",\"data\":{\"degraded\":\"" + JSONFilter.escape(degraded) + "\"}";
            return "{\"name\":\"" + JSONFilter.escape(name) + "\"," + status(up) + data + "}";
        }
    }

    /** The process answers. Queries nothing. */
    static HealthReport live() {
        return new HealthReport(List.of());
    }

    /** Whether each manager has started. */
    static HealthReport started(List<OperatedManager> managers) {
        return new HealthReport(managers.stream().map(HealthReport::started).toList());
    }

    /** Whether each manager's store answers. */
    static HealthReport ready(List<OperatedManager> managers) {
        return new HealthReport(managers.stream().map(HealthReport::ready).toList());
    }

    static HealthReport all(List<OperatedManager> managers) {
        var checks = new ArrayList<>(started(managers).checks());
        checks.addAll(ready(managers).checks());
        return new HealthReport(checks);
    }

    private static Check started(OperatedManager manager) {
        return new Check("session-manager" + suffix(manager), manager.registryIfAny() != null, "");
    }

    private static Check ready(OperatedManager manager) {
        var name = "session-store" + suffix(manager);
        var registry = manager.registryIfAny();
        if (registry == null) {
            return new Check(name, false, "");
        }
        var health = registry.health();
        return new Check(name, health.up(), String.join(" ", health.summaries()));
    }

    private static String suffix(OperatedManager manager) {
        var readings = new Readings(manager);
        return " " + readings.host() + readings.application();
    }

    boolean up() {
        return checks.stream().allMatch(Check::up);
    }

    String json() {
        return "{" + status(up()) + ",\"checks\":["
                + String.join(",", checks.stream().map(Check::json).toList()) + "]}";
    }

    private static String status(boolean up) {
        return "\"status\":\"" + (up ? "UP" : "DOWN") + "\"";
    }
}
