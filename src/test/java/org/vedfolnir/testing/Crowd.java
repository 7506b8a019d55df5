package org.vedfolnir.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/** Visitors who come at the same time, each on its own thread, on a machine of any size. */
public final class Crowd {

    private Crowd() {}

    public interface Visit {
        void as(int visitor) throws Exception;
    }

    /** Completes when all visitors have left; fails with the first failure. */
    public static CompletableFuture<Void> of(int visitors, Visit visit) {
        return CompletableFuture.allOf(IntStream.range(0, visitors)
                .mapToObj(each -> CompletableFuture.runAsync(() -> come(visit, each), Crowd::thread))
                .toArray(CompletableFuture[]::new));
    }

    private static void come(Visit visit, int visitor) {
        try {
            visit.as(visitor);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static void thread(Runnable work) {
        var thread = new Thread(work, "visitor");
        thread.setDaemon(true);
        thread.start();
    }
}
