package org.vedfolnir.account.hashing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What a hash costs: the processor time of its thread, so that who waits for a processor pays nothing for it. */
final class HashingTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private HashingTime() {}

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
