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
 * A Redis process that is restarted when it dies, on the same port and data, unless it dies repeatedly. Thread-safe.
 */
public final class SupervisedRedis implements AutoCloseable {

    private static final int MOST_RESTARTS = 3;
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofMillis(500);
    /** After so many checks whether it may return, it is restarted anyway. */
    private static final int MOST_QUESTIONS = 60;

    private static final int ANSWER_MS = 2000;

    /** Starts a process. */
    @FunctionalInterface
    interface Launcher {
        /** @throws StartupException if it ends before it serves */
        RedisProcess launch(int port) throws IOException, InterruptedException;
    }

    private final RedisFiles place;
    private final Launcher launcher;
    private final Consumer<String> messages;
    private final RestartLimit restarts = new RestartLimit(MOST_RESTARTS, WITHIN, InstantSource.system());
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread supervisor = new Thread(this::supervise);
    private volatile RedisProcess process;
    private volatile BooleanSupplier mayReturn = () -> true;
    private volatile boolean frozen;

    /**
     * Starts it and waits until it serves.
     *
     * @param messages accepts a sentence each time that it died and was restarted
     */
    SupervisedRedis(RedisFiles place, int port, Launcher launcher, Consumer<String> messages)
            throws IOException, InterruptedException {
        this.place = place;
        this.launcher = launcher;
        this.messages = messages;
        this.process = launcher.launch(port);
        supervisor.setName("supervises " + place.title());
        supervisor.setDaemon(true);
    }

    /**
     * From now on restarts it when it dies.
     *
     * @param now called after each death: whether it may return yet
     */
    void supervise(BooleanSupplier now) {
        mayReturn = now;
        supervisor.start();
    }

    private void supervise() {
        try {
            while (again(process.awaitEnd())) {
                // until it is to end, or is not restarted
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether it runs again */
    private boolean again(int code) throws InterruptedException {
        for (var questions = 0; questions < MOST_QUESTIONS; questions++) {
            // Ctrl-C reaches all processes of a terminal at once, and so perhaps Redis before its parent
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
        var ended = place.title() + " ended unexpectedly (exit code " + code + "; see " + place.log() + ")";
        if (!restarts.tryAcquire()) {
            lost.complete(ended + ", for the " + (MOST_RESTARTS + 1) + "th time within " + WITHIN.toSeconds()
                    + " s. It is not restarted.");
            return false;
        }
        messages.accept(ended + ". It is restarted.");
        try {
            process = launcher.launch(process.address().port());
            frozen = false;
            return true;
        } catch (StartupException | IOException e) {
            if (ending.getCount() > 0) {
                lost.complete(ended + ", and cannot be restarted: " + e.getMessage());
            }
            return false;
        }
    }

    /** Completes with a sentence when it died and is not restarted. */
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

    /**
     * @return its reply, over a connection of its own; throws a {@link redis.clients.jedis.exceptions.JedisException}
     *     if there is none
     */
    public <T> T query(Function<Jedis, T> question) {
        try (var redis = process.address().connect(ANSWER_MS)) {
            return question.apply(redis);
        }
    }

    /** Whether it is known to be unable to answer, so that a query would only take time. */
    boolean isSilent() {
        return frozen || !process.isAlive();
    }

    /** Suspends it: connections stay open, but get no replies. */
    public void suspend() throws IOException, InterruptedException {
        frozen = true;
        signal("-STOP");
    }

    public void resume() throws IOException, InterruptedException {
        signal("-CONT");
        frozen = false;
    }

    /** Like {@code kill -9}; it is restarted as after any death. */
    public void kill() throws IOException, InterruptedException {
        signal("-KILL");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }

    /** Announces that it will be ended. */
    void expectEnd() {
        ending.countDown();
    }

    /** Aborts a restart in progress, which may take a minute with a large file. */
    @Override
    public void close() {
        expectEnd();
        supervisor.interrupt();
        synchronized (this) {
            process.close();
        }
    }
}
