package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Whether two servers of one contestant agree, with visitors that go from one to the other. */
final class TruthTurn implements AutoCloseable {

    /** A late answer is stale; one that is still wrong after this is lost. */
    private static final long SETTLED_NANOS = 200_000_000;

    private final Competitor competitor;
    private final Visitor a;
    private final Visitor b;
    private final Map<String, Double> figures = new LinkedHashMap<>();

    TruthTurn(Competitor competitor, int portA, int portB) throws IOException {
        this.competitor = competitor;
        this.a = new Visitor(portA);
        this.b = new Visitor(portB);
    }

    /** @param count how many updates and reads; a tenth of it where each takes longer */
    Sample judge(int count) throws IOException {
        figures.put("updates", (double) count);
        changesInPlace(Math.max(10, count / 100));
        lostUpdates(count);
        staleReads(count);
        staleAfterEarlyFlush(Math.max(10, count / 10));
        revived(Math.max(10, count / 50));
        return new Sample(1, competitor.name(), "truth", figures);
    }

    private String newSession() throws IOException {
        a.get("/create", "");
        var cookie = a.cookie();
        b.get("/read", cookie);
        return cookie;
    }

    /** A list that grows without {@code setAttribute}, now on one node and now on the other; both must show each new element. */
    private void changesInPlace(int count) throws IOException {
        var cookie = newSession();
        var lost = 0;
        for (var i = 0; i < count; i++) {
            (i % 2 == 0 ? a : b).get("/append?name=list&value=x" + i + "x", cookie);
            var onBoth = a.get("/get?name=list", cookie).contains("x" + i + "x")
                    && b.get("/get?name=list", cookie).contains("x" + i + "x");
            lost += onBoth ? 0 : 1;
        }
        figures.put("changes_in_place", (double) count);
        figures.put("changes_in_place_lost", (double) lost);
    }

    /** Two nodes set different attributes of one session at the same time. */
    private void lostUpdates(int count) throws IOException {
        var cookie = newSession();
        var lost = 0;
        for (var i = 0; i < count / 2; i++) {
            a.begin("/set?name=left&value=" + i, cookie);
            b.begin("/set?name=right&value=" + i, cookie);
            var accepted = a.end().startsWith("ok") & b.end().startsWith("ok");
            if (!accepted) {
                figures.merge("refused", 1.0, Double::sum);
                continue;
            }
            lost += seen(b, "left", cookie, i) ? 0 : 1;
            lost += seen(a, "right", cookie, i) ? 0 : 1;
        }
        figures.put("lost_updates", (double) lost);
    }

    private static boolean seen(Visitor node, String name, String cookie, int value) throws IOException {
        var wanted = Integer.toString(value);
        if (wanted.equals(node.get("/get?name=" + name, cookie))) {
            return true;
        }
        LockSupport.parkNanos(SETTLED_NANOS);
        return wanted.equals(node.get("/get?name=" + name, cookie));
    }

    /** What node A acknowledged, node B is asked for at once. */
    private void staleReads(int count) throws IOException {
        var cookie = newSession();
        var stale = 0;
        for (var i = 0; i < count; i++) {
            a.get("/set?name=value&value=" + i, cookie);
            stale += Integer.toString(i).equals(b.get("/get?name=value", cookie)) ? 0 : 1;
        }
        figures.put("stale_reads", (double) stale);
    }

    /** The same, as soon as the beginning of A's answer is there. */
    private void staleAfterEarlyFlush(int count) throws IOException {
        var cookie = newSession();
        var stale = 0;
        for (var i = 0; i < count; i++) {
            a.begin("/set-early?name=early&value=" + i, cookie);
            a.awaitBeginning();
            stale += Integer.toString(i).equals(b.get("/get?name=early", cookie)) ? 0 : 1;
            a.end();
        }
        figures.put("early_flushes", (double) count);
        figures.put("stale_after_early_flush", (double) stale);
    }

    /** A session that ended on A, and that B has seen before. */
    private void revived(int count) throws IOException {
        var alive = 0;
        for (var i = 0; i < count; i++) {
            var cookie = newSession();
            a.get("/invalidate", cookie);
            alive += b.get("/read", cookie).equals("410") ? 0 : 1;
        }
        figures.put("ended", (double) count);
        figures.put("alive_after_end", (double) alive);
    }

    @Override
    public void close() throws IOException {
        a.close();
        b.close();
    }
}
