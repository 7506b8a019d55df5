package org.vedfolnir.run.server;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.vedfolnir.run.system.StartupException;
import redis.clients.jedis.Jedis;

/**
 * A Redis process that is restarted when it dies, on the same port and data, unless it dies again and again. Thread-safe.
 */
public final class SupervisedRedis implements AutoCloseable {

    private static final int MOST_RESTARTS = 3;
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofMillis(500);
    /** So often it is asked whether it may come back; then it does. */
    private static final int MOST_QUESTIONS = 60;

    private static final int ANSWER_MS = 2000;

    /** Starts a process. */
    @FunctionalInterface
    interface Launcher {
        /** @throws StartupException when it ends before it serves */
        RedisProcess launch(int port) throws IOException, InterruptedException;
    }

    private final RedisFiles place;
    private final Launcher launcher;
    private final Consumer<String> say;
    private final RestartLimit restarts = new RestartLimit(MOST_RESTARTS, WITHIN, InstantSource.system());
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread keeper = new Thread(this::keep);
    private volatile RedisProcess process;
    private volatile BooleanSupplier mayReturn = () -> true;
    private volatile boolean frozen;

    /**
     * Starts it and returns when it serves.
     *
     * @param say gets a sentence each time when it died and was started again
     */
    SupervisedRedis(RedisFiles place, int port, Launcher launcher, Consumer<String> say)
            throws IOException, InterruptedException {
        this.place = place;
        this.launcher = launcher;
        this.say = say;
        this.process = launcher.launch(port);
        keeper.setName("keeps " + place.title());
        keeper.setDaemon(true);
    }

    /**
     * From now on it comes back when it dies.
     *
     * @param now asked after each death: whether it may come back already
     */
    void keep(BooleanSupplier now) {
        mayReturn = now;
        keeper.start();
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
        for (var questions = 0; questions < MOST_QUESTIONS; questions++) {
            // Ctrl-C reaches all processes of a terminal at once, and so Redis perhaps before its parent
            if (ending.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (mayReturn.getAsBoolean()) {
                break;
            }
        }
        return restarted(code);
    }

    private synchronized boolean restarted(int code) throws InterruptedException {
        if (ending.getCount() == 0) {
            return false;
        }
        var ended = place.title() + " ended unexpectedly (exit code " + code + "; " + place.log() + " says why)";
        if (!restarts.tryAcquire()) {
            lost.complete(ended + ", for the " + (MOST_RESTARTS + 1) + "th time within " + WITHIN.toSeconds()
                    + " s. It is not started again.");
            return false;
        }
        say.accept(ended + ". It is started again.");
        try {
            process = launcher.launch(process.address().port());
            frozen = false;
            return true;
        } catch (StartupException | IOException e) {
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

    public RedisFiles place() {
        return place;
    }

    public int port() {
        return process.address().port();
    }

    String url() {
        return process.address().url();
    }

    long pid() {
        return process.pid();
    }

    /** @return its answer, over a connection for that alone; a {@link redis.clients.jedis.exceptions.JedisException} when it has none */
    public <T> T ask(Function<Jedis, T> question) {
        try (var redis = process.address().connect(ANSWER_MS)) {
            return question.apply(redis);
        }
    }

    /** Whether there is nobody to answer, so that asking would only take time. */
    boolean isSilent() {
        return frozen || !process.isAlive();
    }

    /** Stops it in its tracks: connections stay, answers do not come. */
    public void freeze() throws IOException, InterruptedException {
        frozen = true;
        signal("-STOP");
    }

    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
        frozen = false;
    }

    /** As {@code kill -9} does; it comes back as after any death. */
    public void kill() throws IOException, InterruptedException {
        signal("-KILL");
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
