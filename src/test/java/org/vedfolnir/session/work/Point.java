package org.vedfolnir.session.work;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A point at which one request waits until the test releases it. */
public final class Point {

    private static final int PATIENCE = 30;
    private static final Set<Point> ALL = ConcurrentHashMap.newKeySet();

    private final CountDownLatch here = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    public Point() {
        ALL.add(this);
    }

    static void releaseAll() {
        ALL.forEach(Point::release);
        ALL.clear();
    }

    /** Called by the request. */
    public void hold() {
        here.countDown();
        await(open, "The test did not let the request go on.");
    }

    /** Called by the test: waits until the request is here. */
    public Point reached() {
        await(here, "The request did not come to its point: it was answered before.");
        return this;
    }

    public void release() {
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
