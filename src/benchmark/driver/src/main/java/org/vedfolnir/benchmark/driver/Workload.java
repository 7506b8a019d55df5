package org.vedfolnir.benchmark.driver;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What one request does. The order is that of a turn: {@link #INVALIDATE} ends the sessions that {@link #CREATE} made. */
enum Workload {
    READ("/read", "read 3 of 11 attributes"),
    WRITE("/write", "write 1 of 11 attributes"),
    CREATE("/create", "create a session with 11 attributes"),
    INVALIDATE("/invalidate", "invalidate the session"),
    LARGE("/write", "write 1 small attribute of a 100 KB session"),
    NONE("/none", "never touch the session");

    final String path;
    final String title;

    Workload(String path, String title) {
        this.path = path;
        this.title = title;
    }

    static Workload named(String name) {
        return Arrays.stream(values())
                .filter(workload -> workload.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new WrongCommandException("There is no workload " + name + ". There are: " + all()));
    }

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String all() {
        return Arrays.stream(values()).map(Workload::word).collect(Collectors.joining(", "));
    }
}
