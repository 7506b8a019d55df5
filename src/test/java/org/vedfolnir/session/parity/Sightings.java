package org.vedfolnir.session.parity;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What is seen of one request after the other. Everybody on the way of a request reports here, and asks only when it is their turn. For several
 * threads; one request at a time.
 */
final class Sightings {

    /** For whoever stands anywhere. */
    static final String EVERYWHERE = "everywhere";

    private static final int SECONDS = 10;

    private Aliases aliases = new Aliases();
    private Map<String, String> seen = new TreeMap<>();
    private String place = "";
    private Question question = Question.SESSION;
    private String mark = "";
    private CountDownLatch valvesLeft = new CountDownLatch(1);
    private CountDownLatch logged = new CountDownLatch(0);

    /** A new visitor: ids are numbered anew. */
    synchronized Aliases begin() {
        aliases = new Aliases();
        return aliases;
    }

    /** @param lines of the access logs that the request is to leave */
    synchronized void expect(String asking, Question asked, String marked, int lines) {
        seen = new TreeMap<>();
        place = asking;
        question = asked;
        mark = marked;
        valvesLeft = new CountDownLatch(1);
        logged = new CountDownLatch(lines);
    }

    /** Somebody stands at a place of the request. */
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

    /** An access log has its line. */
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

    /** For a thread with which an asynchronous request goes on: until the container's thread has left the request. */
    void awaitValvesLeft() {
        await(leaving());
    }

    /** When all access logs have their lines; false when one is lost. */
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
