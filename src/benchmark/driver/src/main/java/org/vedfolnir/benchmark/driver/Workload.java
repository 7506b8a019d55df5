package org.vedfolnir.benchmark.driver;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What one request does. The order is that of a turn: {@link #INVALIDATE} ends the sessions that {@link #CREATE} made. */
enum Workload {
    READ("/read", 1, "read 3 of 11 attributes"),
    WRITE("/write", 2, "write 1 of 11 attributes"),
    CREATE("/create", 1, "create a session with 11 attributes"),
    INVALIDATE("/invalidate", 2, "invalidate the session"),
    LARGE("/write", "/create-large", 2, "write 1 small attribute of a 100 KB session"),
    SPRING("/spring", "/create-spring", 2, "read 5 of 30 objects of a Spring application and replace a small one"),
    PIECES("/pieces", 2, "write 1 of 11 attributes, then a page of 40 KB in 400 pieces"),
    NONE("/none", 0, "never touch the session");

    /** Those of the goals, and of a run that names none. */
    static final String USUAL = "read,write,create,invalidate,large";

    static final String ALL = USUAL + ",spring,pieces,none";

    final String path;
    /** What makes the sessions that it is about. */
    final String sessions;
    /** The fewest with which any store of sessions in Redis can serve it. */
    final int roundTrips;

    final String title;

    Workload(String path, int roundTrips, String title) {
        this(path, "/create", roundTrips, title);
    }

    Workload(String path, String sessions, int roundTrips, String title) {
        this.path = path;
        this.sessions = sessions;
        this.roundTrips = roundTrips;
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
