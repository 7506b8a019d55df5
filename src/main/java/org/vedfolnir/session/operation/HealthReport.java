package org.vedfolnir.session.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.tomcat.util.json.JSONFilter;
import org.vedfolnir.session.admin.DrainState;
import org.vedfolnir.session.metrics.Readings;

/**
 * An answer in the form of MicroProfile Health 4.0 §4: {@code {"status":"UP","checks":[{"name":"…","status":"UP"}]}}. It names
 * no address. Immutable.
 */
record HealthReport(List<Check> checks) {

    /**
     * @param reason why it is down, if the name does not say so; otherwise empty
     * @param degraded what does not stop the application and endangers its sessions; empty for nothing
     */
    record Check(String name, boolean up, String reason, String degraded) {

        static Check of(String name, boolean up) {
            return new Check(name, up, "", "");
        }

        String json() {
            var data = Stream.of(member("reason", reason), member("degraded", degraded))
                    .filter(each -> !each.isEmpty())
                    .toList();
            return "{\"name\":\"" + JSONFilter.escape(name) + "\"," + status(up)
                    + (data.isEmpty() ? "" : ",\"data\":{" + String.join(",", data) + "}") + "}";
        }

        private static String member(String name, String text) {
            return text.isEmpty() ? "" : "\"" + name + "\":\"" + JSONFilter.escape(text) + "\"";
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

    /** Whether this Tomcat should get requests, each application has started, and each manager's store answers. */
    static HealthReport ready(List<OperatedManager> managers, DrainState drain) {
        var checks = new ArrayList<Check>();
        var isDraining = drain.isDraining();
        checks.add(new Check("node", !isDraining, isDraining ? "draining" : "", ""));
        managers.stream().map(HealthReport::ready).forEach(checks::add);
        return new HealthReport(checks);
    }

    static HealthReport all(List<OperatedManager> managers, DrainState drain) {
        var checks = new ArrayList<>(started(managers).checks());
        checks.addAll(ready(managers, drain).checks());
        return new HealthReport(checks);
    }

    private static Check started(OperatedManager manager) {
        return Check.of("session-manager" + suffix(manager), manager.registryIfAny() != null);
    }

    private static Check ready(OperatedManager manager) {
        var name = "session-store" + suffix(manager);
        var registry = manager.registryIfAny();
        if (registry == null) {
            return Check.of(name, false);
        }
        // the manager starts before the application, to which Tomcat sends no request until all of it has started
        if (!manager.runtime().context().getState().isAvailable()) {
            return new Check(name, false, "application not started", "");
        }
        var health = registry.health();
        return new Check(
                name, health.up(), health.up() ? "" : "store does not answer", String.join(" ", health.summaries()));
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
