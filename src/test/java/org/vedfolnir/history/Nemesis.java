package org.vedfolnir.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Lets the faults of a schedule happen to a site. */
final class Nemesis {

    private final Site site;
    private final Timeline time;
    private final List<String> happened = Collections.synchronizedList(new ArrayList<>());

    Nemesis(Site site, Timeline time) {
        this.site = site;
        this.time = time;
    }

    /** Starts; completes when all faults have happened and all parts are whole again. */
    CompletableFuture<Void> begin(Schedule schedule) {
        return CompletableFuture.allOf(Arrays.stream(Fault.Lane.values())
                .map(lane -> CompletableFuture.runAsync(() -> go(schedule.of(lane)), Nemesis::thread))
                .toArray(CompletableFuture[]::new));
    }

    private static void thread(Runnable work) {
        var thread = new Thread(work, "nemesis");
        thread.setDaemon(true);
        thread.start();
    }

    private void go(List<Schedule.Step> steps) {
        try {
            for (var step : steps) {
                time.until(step.begin());
                var begin = time.ms();
                happen(step);
                happened.add("%7d ms to %7d ms %s %s".formatted(begin, time.ms(), step.fault(), where(step)));
            }
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static String where(Schedule.Step step) {
        return step.fault().lane() == Fault.Lane.REDIS ? "" : step.node() == 0 ? "a" : "b";
    }

    private void happen(Schedule.Step step) throws Exception {
        var redis = site.redis();
        var node = site.node(step.node());
        switch (step.fault()) {
            case KILL_NODE -> {
                node.kill();
                time.last(step.length());
                node.restart();
            }
            case PAUSE_NODE -> {
                node.pause();
                time.last(step.length());
                node.resume();
            }
            case KILL_REDIS -> {
                redis.kill();
                time.last(step.length());
                redis.restart();
            }
            case PAUSE_REDIS -> {
                redis.pause();
                time.last(step.length());
                redis.resume();
            }
            case SLOW_WIRE -> {
                var wire = site.wire(step.node());
                wire.slow(step.delay());
                time.last(step.length());
                wire.slow(0);
            }
            case LOSE_ANSWERS -> {
                var wire = site.wire(step.node());
                wire.loseAnswers(true);
                time.last(step.length());
                wire.loseAnswers(false);
            }
            case FORGET_SCRIPTS -> redis.forgetScripts();
            case FAILOVER -> redis.failOver(step.length());
            case RESHARD -> redis.reshard(step.length());
            case STOP_WIRE -> {
                site.wire(step.node()).stopHalf(step.length());
                time.last(step.length());
            }
            case RESET_WIRE -> site.wire(step.node()).reset();
        }
    }

    /** The faults so far, with their times. */
    List<String> happened() {
        synchronized (happened) {
            return List.copyOf(happened);
        }
    }
}
