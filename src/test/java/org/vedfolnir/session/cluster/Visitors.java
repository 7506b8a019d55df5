package org.vedfolnir.session.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.vedfolnir.session.cluster.AnsweredVisitor.Refusal;
import org.vedfolnir.session.node.NodePair;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.Crowd;

/** Visitors who use two nodes until they are stopped, whatever the responses. */
final class Visitors {

    private static final int COUNT = 8;
    private static final int ACTS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    /** Number of responses that shows that visitors are active. */
    private static final int AT_WORK = 200;

    /** The fault is over when no visitor gets a 503 for this time. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    /** The pause of a visitor between two visits, since a test reads all their data at the end. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static int groups;

    /** The kind of visits. */
    enum Load {
        /** Sign in, read, change attributes and ids, sign out. */
        MIXED,
        /** Visitors without a session, as after an outage that signed all users out, or with a crawler. */
        CREATIONS
    }

    private final Ledger ledger = new Ledger();
    private final List<AnsweredVisitor> all;
    private final CompletableFuture<Void> work;
    private volatile boolean over;

    private Visitors(NodePair pair, Load load) {
        var group = "group" + ++groups;
        all = IntStream.range(0, COUNT)
                .mapToObj(each -> new AnsweredVisitor(
                        group + "-" + each, List.of(pair.a(), pair.b()), Refusal.MAYBE_DONE, ledger))
                .toList();
        work = Crowd.of(COUNT, each -> work(all.get(each), load));
    }

    /** Returns when they are active. */
    static Visitors at(NodePair pair, Load load) throws Exception {
        var visitors = new Visitors(pair, load);
        Eventually.within(PATIENCE, () -> visitors.ledger.servedTimes() >= AT_WORK || visitors.work.isDone());
        return visitors;
    }

    private void work(AnsweredVisitor visitor, Load load) {
        while (!over) {
            if (load == Load.MIXED) {
                visitor.visit(ACTS);
                visitor.comeBack(ACTS);
            } else {
                visitor.signIn();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Returns when no visitor gets a 503 any more, or after a long time, and all visitors have stopped. */
    void leave() throws Exception {
        var served = ledger.servedTimes();
        try {
            Eventually.within(
                    PATIENCE,
                    () -> ledger.servedTimes() >= served + AT_WORK
                            && ledger.refusals().quietFor(QUIET));
        } catch (AssertionError e) {
            // the ledger shows for how long they got 503
        }
        over = true;
        work.join();
    }

    Ledger ledger() {
        return ledger;
    }

    List<AnsweredVisitor> all() {
        return all;
    }
}
