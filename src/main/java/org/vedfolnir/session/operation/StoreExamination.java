package org.vedfolnir.session.operation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vedfolnir.session.metrics.Readings;
import org.vedfolnir.session.registry.ClusterSessionRegistry;
import org.vedfolnir.session.store.meter.StoreCount;

/** Examines the store now and describes in lines what an operator should know. Costs some round trips. */
record StoreExamination(OperatedManager manager) {

    List<String> lines() {
        var registry = manager.registryIfAny();
        var monitor = manager.monitorIfAny();
        if (registry == null || monitor == null) {
            return List.of("The session manager does not run. See the log for what stopped it.");
        }
        monitor.check();
        var lines = new ArrayList<String>();
        describe(registry, new Readings(manager), lines);
        return lines;
    }

    private static void describe(ClusterSessionRegistry registry, Readings readings, List<String> lines) {
        var health = registry.health();
        var condition = readings.condition();
        lines.add("State: " + condition.state() + " since " + condition.since() + ".");
        lines.add(
                health.up()
                        ? "The store answers: a round trip took " + millis(health.roundTrip()) + " ms."
                        : "The store does not answer. Check its address, its log and the network.");
        readings.servers()
                .forEach(each -> lines.add("Redis at " + each.place() + ": "
                        + (each.isOpen() ? "does not answer; the circuit breaker is open." : "is called.")));
        health.concerns().forEach(each -> lines.add("DEGRADED: " + each));
        health.notes().forEach(each -> lines.add("Note: " + each));
        lines.add(calls(readings));
        var events = readings.events();
        if (events.most() > 0) {
            lines.add("Events: " + events.bytes() + " of " + events.most() + " bytes wait; " + events.lost()
                    + " were lost since the store began.");
        }
    }

    private static String calls(Readings readings) {
        var latency = readings.latency();
        return "Calls since the start: " + latency.count() + " answered, 50 % within "
                + millis(latency.percentile(0.5)) + " ms, 99 % within " + millis(latency.percentile(0.99))
                + " ms, the longest " + millis(latency.longest()) + " ms; " + readings.count(StoreCount.TIMED_OUT)
                + " timed out, " + readings.count(StoreCount.NOT_CONNECTED) + " had no connection, "
                + readings.count(StoreCount.REFUSED) + " were refused, " + readings.count(StoreCount.DENIED)
                + " were not sent.";
    }

    static double millis(Duration time) {
        return Math.round(time.toNanos() / 1e4) / 1e2;
    }
}
