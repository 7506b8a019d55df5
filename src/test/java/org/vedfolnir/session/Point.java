package org.vedfolnir.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where one request waits until the test lets it go on. */
final class Point {

    private static final int PATIENCE = 30;
    private static final Set<Point> ALL = ConcurrentHashMap.newKeySet();

    private final CountDownLatch here = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    Point() {
        ALL.add(this);
    }

    static void letAllGo() {
        ALL.forEach(Point::letGo);
        ALL.clear();
    }

    /** In the request. */
    void hold() {
        here.countDown();
        await(open, "The test did not let the request go on.");
    }

    /** In the test: waits until the request is here. */
    Point reached() {
        await(here, "The request did not come to its point: it was answered before.");
        return this;
    }

    void letGo() {
        open.countDown();
    }

    private static void await(CountDownLatch latch, String otherwise) {
        try {
            if (!latch.await(PATIENCE, TimeUnit.SECONDS)) {
                throw new AssertionError(otherwise);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(otherwise, e);
        }
    }
}
