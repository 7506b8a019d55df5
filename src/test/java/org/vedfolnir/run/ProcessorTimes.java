package org.vedfolnir.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The processor time of each process of a site, by name. The database and the users are part of the test's process.
 *
 * @param busy processors of the machine that were busy since the previous moment, with any work
 */
record ProcessorTimes(long at, Map<String, Duration> worked, double busy) {

    private static final OperatingSystemMXBean MACHINE =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    static ProcessorTimes now() {
        var worked = new LinkedHashMap<String, Duration>();
        worked.put("test", time(ProcessHandle.current()));
        ProcessHandle.current()
                .descendants()
                .forEach(process ->
                        worked.merge(name(process.info().commandLine().orElse("")), time(process), Duration::plus));
        return new ProcessorTimes(System.nanoTime(), worked, MACHINE.getCpuLoad() * MACHINE.getAvailableProcessors());
    }

    private static Duration time(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static String name(String command) {
        for (var name : new String[] {"node-a", "node-b", "redis-server", "StrangerCrowd"}) {
            if (command.contains(name)) {
                return name;
            }
        }
        return "other";
    }

    /** Processors that each process used since then, such as {@code node-a 0.62}. If the machine did much other work, the figures are worth little. */
    String since(ProcessorTimes before) {
        return "%.2f busy of %d: ".formatted(busy, MACHINE.getAvailableProcessors())
                + worked.entrySet().stream()
                        .map(each -> "%s %.2f"
                                .formatted(
                                        each.getKey(),
                                        (double) each.getValue()
                                                        .minus(before.worked()
                                                                .getOrDefault(each.getKey(), Duration.ZERO))
                                                        .toNanos()
                                                / (at - before.at())))
                        .collect(Collectors.joining(", "));
    }
}
