package org.vedfolnir.account.hashing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The processor time of a thread, so that a hash is not charged for waiting for a processor. */
final class ThreadCpuTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ThreadCpuTime() {}

    /** Nanoseconds; the time that passes where the machine does not count a thread's, as that of a virtual one. */
    static long ofThisThread() {
        try {
            var worked = THREADS.getCurrentThreadCpuTime();
            return worked < 0 ? System.nanoTime() : worked;
        } catch (UnsupportedOperationException e) {
            return System.nanoTime();
        }
    }
}
