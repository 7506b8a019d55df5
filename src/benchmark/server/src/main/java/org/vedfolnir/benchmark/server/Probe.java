package org.vedfolnir.benchmark.server;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.text.ParseException;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/** What a server tells about itself: one line for each question. */
final class Probe {

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private @Nullable Recording recording;

    /** To {@code cpu} its CPU time in ns, to {@code heap} the bytes in use after a collection, to {@code record FILE} and {@code stop} "ok". */
    String answer(String question) throws IOException {
        var words = question.split(" ", 2);
        switch (words[0]) {
            case "cpu":
                return Long.toString(system.getProcessCpuTime());
            case "heap":
                return Long.toString(heap());
            case "record":
                return record(Path.of(words[1]));
            case "stop":
                return stop();
            default:
                return "unknown question: " + question;
        }
    }

    private static long heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        for (var i = 0; i < 3; i++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }

    private String record(Path file) throws IOException {
        try {
            var started = new Recording(Configuration.getConfiguration("profile"));
            started.setDestination(file);
            started.start();
            recording = started;
            return "ok";
        } catch (ParseException e) {
            throw new IOException("This Java has no flight recorder profile.", e);
        }
    }

    private String stop() {
        if (recording != null) {
            recording.close();
        }
        recording = null;
        return "ok";
    }
}
