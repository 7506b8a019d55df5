package org.vedfolnir.tab;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The open streams of this node and their limits. Thread-safe. */
final class TabSubscriptions {

    static final int BATCH = 500;

    /** A browser has one, in one of its tabs. Opening one more ends the oldest: its client has disconnected, or is no browser. */
    private static final int MOST_OF_A_SESSION = 8;

    private static final int MOST_OF_AN_ACCOUNT = 40;

    /** In the order of opening. */
    private final Queue<TabSubscription> open = new ConcurrentLinkedQueue<>();

    private final int most;

    /** @param most the maximum on this node */
    TabSubscriptions(int most) {
        this.most = most;
    }

    /** Opens a stream. */
    @FunctionalInterface
    interface Opening {
        TabSubscription open() throws IOException;
    }

    /**
     * Opens one more stream. Calls are serialized, so that streams opened at the same time are counted.
     *
     * @return empty if this node, or the account on it, has the maximum number of streams; no stream is opened then
     */
    synchronized Optional<TabSubscription> add(String handle, long account, Opening opening) throws IOException {
        endOldestOf(handle);
        if (open.size() >= most || count(each -> each.isOf(account)) >= MOST_OF_AN_ACCOUNT) {
            return Optional.empty();
        }
        var opened = opening.open();
        open.add(opened);
        return Optional.of(opened);
    }

    private void endOldestOf(String handle) {
        removeOver();
        if (count(each -> each.isOf(handle)) >= MOST_OF_A_SESSION) {
            open.stream().filter(each -> each.isOf(handle)).findFirst().ifPresent(oldest -> {
                open.remove(oldest);
                oldest.stream().end();
            });
        }
    }

    private long count(Predicate<TabSubscription> which) {
        return open.stream().filter(which).count();
    }

    void removeOver() {
        open.removeIf(each -> each.stream().isOver());
    }

    /** If a batch fails, the others are processed before the failure is thrown. */
    void inBatches(Consumer<List<TabSubscription>> work) {
        var all = List.copyOf(open);
        RuntimeException failure = null;
        for (var from = 0; from < all.size(); from += BATCH) {
            try {
                work.accept(all.subList(from, Math.min(all.size(), from + BATCH)));
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    void endAll() {
        open.forEach(each -> each.stream().end());
    }
}
