package org.vedfolnir.run;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The run's own Redis. When its process dies it is started again, on the same port and file, unless it dies again and again. Thread-safe. */
final class OwnRedis implements AutoCloseable {

    /** A port that was free may be taken before Redis has it. */
    private static final int TRIES = 5;

    private static final int MOST_RESTARTS = 3;
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofMillis(500);

    private final RedisBinary binary;
    private final DataFolder data;
    private final Consumer<String> say;
    private final Restarts restarts = new Restarts(MOST_RESTARTS, WITHIN, InstantSource.system());
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread keeper = new Thread(this::keep, "keeps Redis");
    private volatile RedisProcess process;

    private OwnRedis(RedisBinary binary, DataFolder data, Consumer<String> say, RedisProcess process) {
        this.binary = binary;
        this.data = data;
        this.say = say;
        this.process = process;
    }

    /**
     * Ends what a killed run left, and starts the newest that there is.
     *
     * @param path where an installed one is looked for, as the environment variable has it
     * @param say gets a sentence each time when it died and was started again
     */
    static OwnRedis start(String path, DataFolder data, Consumer<String> say) throws IOException, InterruptedException {
        // before the program is unpacked anew, which would hide what the left-over process runs
        LeftOverRedis.end(data);
        var binary = RedisBinary.choose(path, data);
        var started = new OwnRedis(binary, data, say, launch(binary, data));
        started.keeper.setDaemon(true);
        started.keeper.start();
        return started;
    }

    private static RedisProcess launch(RedisBinary binary, DataFolder data) throws IOException, InterruptedException {
        for (var tries = 1; ; tries++) {
            try {
                return RedisProcess.launch(binary, data, Ports.free());
            } catch (CannotRunException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private void keep() {
        try {
            while (again(process.awaitEnd())) {
                // until it is to end, or does not come back
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether it runs again */
    private boolean again(int code) throws InterruptedException {
        // Ctrl-C reaches all processes of a terminal at once, and so Redis perhaps before its parent
        return !ending.await(GRACE.toMillis(), TimeUnit.MILLISECONDS) && restarted(code);
    }

    private synchronized boolean restarted(int code) throws InterruptedException {
        if (ending.getCount() == 0) {
            return false;
        }
        var ended = "Redis ended unexpectedly (exit code " + code + "; " + data.log("redis") + " says why)";
        if (!restarts.take()) {
            lost.complete(ended + ", for the " + (MOST_RESTARTS + 1) + "th time within " + WITHIN.toSeconds()
                    + " s. It is not started again.");
            return false;
        }
        say.accept(ended + ". It is started again.");
        try {
            process = RedisProcess.launch(binary, data, process.port());
            return true;
        } catch (CannotRunException | IOException e) {
            if (ending.getCount() > 0) {
                lost.complete(ended + ", and cannot be started again: " + e.getMessage());
            }
            return false;
        }
    }

    /** Completed with a sentence when it died and does not come back. */
    CompletableFuture<String> lost() {
        return lost;
    }

    String describe() {
        return binary.describe();
    }

    boolean isInstalled() {
        return binary.installed();
    }

    String url() {
        return process.url();
    }

    long pid() {
        return process.pid();
    }

    /** Stops it in its tracks: connections stay, answers do not come. */
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }

    /** From now on its end is what is wanted. */
    void expectEnd() {
        ending.countDown();
    }

    /** A restart that is under way is given up: with a large file it may take a minute. */
    @Override
    public void close() {
        expectEnd();
        keeper.interrupt();
        synchronized (this) {
            process.close();
        }
    }
}
