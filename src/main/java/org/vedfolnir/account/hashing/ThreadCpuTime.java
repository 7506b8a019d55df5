package org.vedfolnir.account.hashing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The processor time of a thread. The bucket is charged with it, so that waiting for a processor costs nothing. */
final class ThreadCpuTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ThreadCpuTime() {}

    /** Nanoseconds; the elapsed time if the JVM does not measure this thread, for example a virtual one. */
    static long ofThisThread() {
        try {
            var worked = THREADS.getCurrentThreadCpuTime();
            return worked < 0 ? System.nanoTime() : worked;
        } catch (UnsupportedOperationException e) {
            return System.nanoTime();
        }
    }
}
