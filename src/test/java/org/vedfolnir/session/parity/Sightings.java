package org.vedfolnir.session.parity;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Collects what each place on the way of a request sees, request by request. A place acts on the session only if it is its turn. Thread-safe; one
 * request at a time.
 */
final class Sightings {

    /** Stands for every place. */
    static final String EVERYWHERE = "everywhere";

    private static final int SECONDS = 10;

    private Aliases aliases = new Aliases();
    private Map<String, String> seen = new TreeMap<>();
    private String place = "";
    private Question question = Question.SESSION;
    private String mark = "";
    private CountDownLatch valvesLeft = new CountDownLatch(1);
    private CountDownLatch logged = new CountDownLatch(0);

    /** Starts a new visitor and numbers ids anew. */
    synchronized Aliases begin() {
        aliases = new Aliases();
        return aliases;
    }

    /** @param lines that the request must leave in access logs */
    synchronized void expect(String asking, Question asked, String marked, int lines) {
        seen = new TreeMap<>();
        place = asking;
        question = asked;
        mark = marked;
        valvesLeft = new CountDownLatch(1);
        logged = new CountDownLatch(lines);
    }

    /** The request has reached a place. */
    void at(String here, ServletRequest request) {
        Question asked;
        String marked;
        synchronized (this) {
            var isExpected = place.equals(here) || place.equals(EVERYWHERE);
            if (!isExpected || !Client.sentLast(((HttpServletRequest) request).getHeader(Client.NUMBER))) {
                return;
            }
            asked = question;
            marked = mark;
        }
        report(here, asked.ask((HttpServletRequest) request, aliases(), marked));
    }

    synchronized void report(String where, String what) {
        seen.merge(where, what, (before, now) -> before + " | " + now);
    }

    synchronized Aliases aliases() {
        return aliases;
    }

    /** An access log has written its line. */
    void logged() {
        counting().countDown();
    }

    private synchronized CountDownLatch counting() {
        return logged;
    }

    private synchronized CountDownLatch leaving() {
        return valvesLeft;
    }

    void valvesAreLeft() {
        leaving().countDown();
    }

    /** For a thread that continues an asynchronous request: waits until the container's thread has left the request. */
    void awaitValvesLeft() {
        await(leaving());
    }

    /** Waits until all access logs have their lines; false if one is missing. */
    boolean awaitLog() {
        return await(counting());
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    synchronized Map<String, String> seen() {
        return new TreeMap<>(seen);
    }
}
