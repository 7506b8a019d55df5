package org.vedfolnir.session.cluster;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.vedfolnir.session.store.redis.Moments;

/** The responses to all visitors. Thread-safe. */
final class Ledger {

    /** Faults that must never happen, each recorded with the user, the value and the place. */
    enum Wrong {
        /** What was answered 200 is not there, or what was answered 503 is. */
        LOST,
        /** An ended or former id opens a session. */
        RESURRECTED,
        /** A session of another user. */
        FOREIGN,
        /** Neither 200 nor 503, or a 503 with a cookie. */
        OTHER
    }

    record Entry(Wrong wrong, String example) {}

    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Moments refusals = new Moments();
    private final Queue<Entry> wrong = new ConcurrentLinkedQueue<>();

    void served() {
        served.incrementAndGet();
    }

    void refused() {
        refused.incrementAndGet();
        refusals.now();
    }

    void wrong(Wrong what, String example) {
        wrong.add(new Entry(what, example));
    }

    int servedTimes() {
        return served.get();
    }

    int refusedTimes() {
        return refused.get();
    }

    Moments refusals() {
        return refusals;
    }

    List<Entry> allWrong() {
        return List.copyOf(wrong);
    }

    long count(Wrong what) {
        return wrong.stream().filter(each -> each.wrong() == what).count();
    }

    String summary() {
        return "%d answered 200, %d answered 503; %d lost, %d resurrected, %d foreign, %d other"
                .formatted(
                        servedTimes(),
                        refusedTimes(),
                        count(Wrong.LOST),
                        count(Wrong.RESURRECTED),
                        count(Wrong.FOREIGN),
                        count(Wrong.OTHER));
    }
}
