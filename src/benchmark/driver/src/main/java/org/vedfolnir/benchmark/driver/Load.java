package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/** HTTP load on one port: all connections on one selector and one thread, so that making the load costs little of what is measured. */
final class Load implements AutoCloseable {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long PATIENCE = 10_000_000_000L;
    /** The system wakes a thread some 60 us late: the rest is waited for in a loop. */
    private static final long LATE = 100_000;

    private final Selector selector;
    private final List<HttpConnection> connections = new ArrayList<>();

    Load(int port, int count) throws IOException {
        selector = Selector.open();
        for (var i = 0; i < count; i++) {
            connections.add(new HttpConnection(port, selector));
        }
    }

    /** Each connection sends its next request when the answer to the one before is there, until the time is over or there are none. */
    Outcome closedLoop(Requests requests, long nanos) throws IOException {
        var outcome = new Outcome();
        var cpu = THREADS.getCurrentThreadCpuTime();
        var start = System.nanoTime();
        var underWay = 0;
        for (var connection : connections) {
            underWay += sendNext(connection, requests) ? 1 : 0;
        }
        while (underWay > 0 && System.nanoTime() - start < nanos) {
            for (var connection : answered(outcome)) {
                underWay -= sendNext(connection, requests) ? 0 : 1;
            }
        }
        outcome.finish(System.nanoTime() - start, THREADS.getCurrentThreadCpuTime() - cpu);
        drain(underWay);
        return outcome;
    }

    private boolean sendNext(HttpConnection connection, Requests requests) throws IOException {
        var request = requests.next(connections.indexOf(connection));
        if (request != null) {
            connection.send(request, System.nanoTime());
        }
        return request != null;
    }

    private List<HttpConnection> answered(Outcome outcome) throws IOException {
        if (selector.select(1000) == 0) {
            return List.of();
        }
        var complete = new ArrayList<HttpConnection>();
        for (var key : selector.selectedKeys()) {
            var connection = (HttpConnection) key.attachment();
            if (connection.read()) {
                outcome.answered(connection, System.nanoTime());
                complete.add(connection);
            }
        }
        selector.selectedKeys().clear();
        return complete;
    }

    private void drain(int underWay) throws IOException {
        var ignored = new Outcome();
        var deadline = System.nanoTime() + PATIENCE;
        while (ignored.requests() < underWay) {
            answered(ignored);
            if (System.nanoTime() > deadline) {
                throw new IOException("The server left a request without an answer for 10 s.");
            }
        }
    }

    /**
     * Requests at a fixed rate, whatever becomes of those before. The time of each counts from the moment when it should have been sent,
     * also when it had to wait for a connection.
     */
    Outcome openLoop(Requests requests, int rate, int count) throws IOException {
        var outcome = new Outcome();
        var cpu = THREADS.getCurrentThreadCpuTime();
        var start = System.nanoTime();
        var schedule = new Schedule(requests, rate, count, start);
        var ticker = new Thread(schedule, "ticker");
        ticker.start();
        var lastAnswer = start;
        while (outcome.requests() < count) {
            var complete = answered(outcome);
            if (!complete.isEmpty()) {
                lastAnswer = System.nanoTime();
            } else if (System.nanoTime() - lastAnswer > PATIENCE) {
                throw new IOException("The server left a request without an answer for 10 s.");
            }
            for (var connection : complete) {
                schedule.free(connection);
            }
        }
        outcome.finish(System.nanoTime() - start, THREADS.getCurrentThreadCpuTime() - cpu);
        return outcome;
    }

    /** Sends on time, if a connection is free; else as soon as one is. */
    private final class Schedule implements Runnable {

        private final Requests requests;
        private final long interval;
        private final int count;
        private final long start;
        private final Queue<HttpConnection> free = new ArrayDeque<>(connections);
        private final Queue<Long> late = new ArrayDeque<>();

        Schedule(Requests requests, int rate, int count, long start) {
            this.requests = requests;
            this.interval = 1_000_000_000L / rate;
            this.count = count;
            this.start = start;
        }

        @Override
        public void run() {
            for (var i = 1; i <= count; i++) {
                var moment = start + i * interval;
                await(moment);
                due(moment);
            }
        }

        private void await(long moment) {
            for (var left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
                if (left > LATE) {
                    LockSupport.parkNanos(left - LATE);
                } else {
                    Thread.onSpinWait();
                }
            }
        }

        private synchronized void due(long moment) {
            var connection = free.poll();
            if (connection == null) {
                late.add(moment);
            } else {
                send(connection, moment);
            }
        }

        synchronized void free(HttpConnection connection) {
            var moment = late.poll();
            if (moment == null) {
                free.add(connection);
            } else {
                send(connection, moment);
            }
        }

        private void send(HttpConnection connection, long moment) {
            try {
                var request = requests.next(connections.indexOf(connection));
                if (request == null) {
                    throw new IllegalStateException("There are fewer requests than the load wants.");
                }
                connection.send(request, moment);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (var connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
