package org.vedfolnir.session.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.store.Eventually;

/** A request that waits for its turn occupies a thread, so few may wait, for each key and in all. */
class FairLocksTest {

    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FairLocks<String> turns = new FairLocks<>(5, 3);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void rejectsThreadsAtOnceWhenAsManyAsAllowedWaitForTheKey() throws Exception {
        assertThat(turns.enter("ann", deadline())).isTrue();
        var inside = new AtomicInteger();
        var writers = new ArrayList<CompletableFuture<Boolean>>();
        for (var i = 0; i < 190; i++) {
            writers.add(CompletableFuture.supplyAsync(() -> visit("ann", inside), threads));
        }
        Eventually.within(Duration.ofSeconds(30), () -> rejected(writers) == 187);

        assertThat(turns.waiting()).isEqualTo(3);
        assertThat(visit("bob", inside)).as("another key").isTrue();
        turns.leave("ann");
        writers.forEach(CompletableFuture::join);
        assertThat(rejected(writers)).isEqualTo(187);
        assertThat(inside.get()).isEqualTo(4);
        assertThat(turns.waiting()).isZero();
        assertThat(turns.keys()).isZero();
    }

    @Test
    void secondBusyKeyGetsThePlacesThatTheFirstLeaves() throws Exception {
        turns.enter("ann", deadline());
        turns.enter("bob", deadline());
        var inside = new AtomicInteger();
        var ofAnn = new ArrayList<CompletableFuture<Boolean>>();
        var ofBob = new ArrayList<CompletableFuture<Boolean>>();
        for (var i = 0; i < 20; i++) {
            ofAnn.add(CompletableFuture.supplyAsync(() -> visit("ann", inside), threads));
        }
        Eventually.within(Duration.ofSeconds(30), () -> rejected(ofAnn) == 17);
        for (var i = 0; i < 20; i++) {
            ofBob.add(CompletableFuture.supplyAsync(() -> visit("bob", inside), threads));
        }
        Eventually.within(Duration.ofSeconds(30), () -> rejected(ofBob) == 18);

        assertThat(turns.waiting()).isEqualTo(5);
        turns.leave("ann");
        turns.leave("bob");
        ofAnn.forEach(CompletableFuture::join);
        ofBob.forEach(CompletableFuture::join);
        assertThat(turns.keys()).isZero();
    }

    @Test
    void threadWithoutItsTurnInTimeLeavesNothingBehind() throws Exception {
        assertThat(turns.enter("ann", deadline())).isTrue();
        assertThat(CompletableFuture.supplyAsync(() -> turns.enter("ann", System.nanoTime()), threads)
                        .get())
                .isFalse();
        assertThat(turns.keys()).isEqualTo(1);
        turns.leave("ann");
        assertThat(turns.keys()).isZero();
    }

    private boolean visit(String key, AtomicInteger inside) {
        if (!turns.enter(key, deadline())) {
            return false;
        }
        inside.incrementAndGet();
        turns.leave(key);
        return true;
    }

    private static long rejected(ArrayList<CompletableFuture<Boolean>> writers) {
        return writers.stream().filter(each -> each.isDone() && !each.join()).count();
    }

    private static long deadline() {
        return System.nanoTime() + LONG;
    }
}
