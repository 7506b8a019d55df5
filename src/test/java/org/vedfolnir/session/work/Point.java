package org.vedfolnir.session.work;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where one request waits until the test lets it go on. */
public final class Point {

    private static final int PATIENCE = 30;
    private static final Set<Point> ALL = ConcurrentHashMap.newKeySet();

    private final CountDownLatch here = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    public Point() {
        ALL.add(this);
    }

    static void letAllGo() {
        ALL.forEach(Point::letGo);
        ALL.clear();
    }

    /** In the request. */
    public void hold() {
        here.countDown();
        await(open, "The test did not let the request go on.");
    }

    /** In the test: waits until the request is here. */
    public Point reached() {
        await(here, "The request did not come to its point: it was answered before.");
        return this;
    }

    public void letGo() {
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
