package org.vedfolnir.session.store.redis.tracking;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisClient;
import org.vedfolnir.session.store.ChangeListener;
import org.vedfolnir.session.store.redis.error.OutageReason;
import org.vedfolnir.session.store.redis.execution.RedisMaster;
import org.vedfolnir.session.store.redis.execution.RedisTopology;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.script.NodeScripts;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * Keeps a {@link TrackingConnection} to the Redis that currently holds the sessions, and proves four times a second
 * that it delivers invalidation messages: it changes a key in the same way as sessions are changed, and waits for the
 * message. Messages of earlier changes precede it. Thread-safe.
 */
public final class InvalidationFeed implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(InvalidationFeed.class.getName());
    private static final long BEAT_MILLIS = 250;
    /**
     * A connection that is not established within so many beats is discarded; after a rejection so many beats pass
     * before the next try.
     */
    private static final int PATIENCE = 8;

    private final RedisTopology servers;
    private final ScriptRunner runner;
    private final String prefix;
    private final String place;
    private final ChangeListener listener;
    private final ScheduledExecutorService thread;
    private final String beatPrefix;
    private long beats;
    private volatile @Nullable Subscription subscription;
    private volatile @Nullable String problem;

    public InvalidationFeed(
            RedisTopology servers,
            ScriptRunner runner,
            RedisSettings settings,
            ChangeListener listener,
            ScheduledExecutorService thread) {
        this.servers = servers;
        this.runner = runner;
        this.prefix = settings.keyPrefix();
        this.place = settings.place();
        this.listener = listener;
        this.thread = thread;
        this.beatPrefix = prefix + "beat:" + random() + ":";
        thread.scheduleWithFixedDelay(this::beat, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Distinguishes two managers of one node. */
    private static String random() {
        var drawn = new byte[8];
        new SecureRandom().nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    /** Returns the reason why requests read from Redis despite the cache; empty if they do not. */
    public Optional<String> note() {
        return Optional.ofNullable(problem)
                .map(reason ->
                        "readMode is tracked, but the Redis at " + place + " does not deliver invalidation messages"
                                + " (" + reason
                                + "): each request reads from Redis, as with strict. Requires Redis 6 without a proxy"
                                + " in front, and a user with"
                                + " +client|id +client|tracking +subscribe &" + InvalidationDecoder.CHANNEL + ".");
    }

    private void beat() {
        try {
            var key = (beatPrefix + beats++ + ":" + System.nanoTime()).getBytes(StandardCharsets.UTF_8);
            servers.of(List.of(key)).map(RedisMaster::client).ifPresent(this::ensureSubscribed);
            runner.fireAndForget(List.of(NodeScripts.beat(key)));
        } catch (RuntimeException e) {
            // an outage, or a start in progress: the runner logs it; without a beat no copy is trusted
            LOG.log(System.Logger.Level.DEBUG, "No beat was sent to Redis: {0}", OutageReason.of(e));
        }
    }

    private void ensureSubscribed(RedisClient serving) {
        var known = subscription;
        if (known == null || !known.isOf(serving) || known.isExhausted()) {
            subscribe(serving);
        }
    }

    private void subscribe(RedisClient serving) {
        if (subscription != null) {
            subscription.end();
        }
        listener.missed();
        var next = new Subscription(serving);
        subscription = next;
        next.begin();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (subscription != null) {
            subscription.end();
        }
    }

    /** The messages of one connection, for as long as it is the current one. */
    private final class Subscription implements InvalidationDecoder.Listener {

        private final RedisClient redis;
        private volatile @Nullable TrackingConnection channel;
        private volatile boolean subscribed;
        private volatile boolean over;
        private volatile int silent;
        private long lastBeat = -1;

        Subscription(RedisClient redis) {
            this.redis = redis;
        }

        void begin() {
            channel = new TrackingConnection(redis, prefix, this);
        }

        boolean isOf(RedisClient other) {
            return redis == other;
        }

        /**
         * A connection that delivered and was lost is replaced at once; one that is rejected, or silent, after a while.
         */
        boolean isExhausted() {
            var exhausted = ++silent > PATIENCE;
            if (exhausted && !over) {
                problem = "no message arrives";
            }
            return exhausted || (over && subscribed);
        }

        void end() {
            over = true;
            var last = channel;
            if (last != null) {
                last.close();
            }
        }

        @Override
        public void subscribed() {
            subscribed = true;
            listener.missed(); // what was read before may have changed unnoticed
        }

        /** A beat arrives after the changes before it, or in one message with them. */
        @Override
        public void changed(List<String> keys) {
            if (!over) {
                keys.stream().filter(key -> !key.startsWith(beatPrefix)).forEach(listener::changed);
                keys.stream().filter(key -> key.startsWith(beatPrefix)).forEach(this::confirm);
            }
        }

        /** If a beat is missing, other messages may be missing too. */
        private void confirm(String beat) {
            var separator = beat.indexOf(':', beatPrefix.length());
            var number = Long.parseLong(beat.substring(beatPrefix.length(), separator));
            if (lastBeat >= 0 && number != lastBeat + 1) {
                listener.missed();
            }
            lastBeat = number;
            silent = 0;
            problem = null;
            listener.complete(Long.parseLong(beat.substring(separator + 1)));
        }

        @Override
        public void everythingChanged() {
            if (!over) {
                listener.missed();
            }
        }

        @Override
        public void refused(String error) {
            if (!over) {
                problem = error;
                lost();
            }
        }

        @Override
        public void lost() {
            if (!over) {
                listener.missed();
                end();
            }
        }
    }
}
