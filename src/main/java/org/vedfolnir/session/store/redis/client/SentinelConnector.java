package org.vedfolnir.session.store.redis.client;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.NodeType;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.api.redisnode.RedisSentinelAsync;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisConnection;
import org.redisson.client.RedisMovedException;
import org.redisson.config.SentinelServersConfig;
import org.redisson.connection.ConnectionManager;
import org.redisson.misc.RedisURI;
import org.redisson.redisnode.SentinelRedisNode;

/**
 * Behind Sentinels, uses a new connection only if they do not name another master, and redirects a connection that
 * cannot be opened to the master that they name. A failed master that comes back acts as one until the Sentinels demote
 * it, some ten seconds later, and loses what it acknowledges until then. Redisson asks one Sentinel, which may learn of
 * the failover two seconds later than the others. Thread-safe.
 */
public final class SentinelConnector {

    /**
     * Limits the wait for silent Sentinels to a few seconds: they and this node may just be very busy. Operations do
     * not wait that long.
     */
    private static final int ROUNDS = 8;

    private static final Duration PATIENCE = Duration.ofMillis(500);
    /** As often as Redisson polls for a new master. */
    private static final long REMEMBERED = TimeUnit.SECONDS.toNanos(1);

    private final Redisson redisson;
    private final ConnectionManager manager;
    private final SentinelServersConfig config;
    /** The configured Sentinels: Redisson only knows which of them answered its last poll. */
    private volatile List<RedisClient> configured = List.of();

    private volatile @Nullable Redirect redirect;

    /** The master differs from this client's, as the Sentinels said at that time. */
    private record Redirect(RedisClient client, RedisURI master, long at) {}

    public SentinelConnector(Redisson redisson, SentinelServersConfig config) {
        this.redisson = redisson;
        this.manager = redisson.getCommandExecutor().getConnectionManager();
        this.config = config;
    }

    /** Returns the configured Sentinels and those that they have named. */
    private List<RedisSentinelAsync> sentinels() {
        var own = configured();
        var named = redisson.getRedisNodes(RedisNodes.SENTINEL_MASTER_SLAVE).getSentinels().stream()
                .filter(each -> own.stream().noneMatch(one -> each.getAddr().equals(one.getAddr())));
        return Stream.concat(
                        own.stream().map(each -> new SentinelRedisNode(each, redisson.getCommandExecutor())), named)
                .map(RedisSentinelAsync.class::cast)
                .toList();
    }

    private synchronized List<RedisClient> configured() {
        if (configured.isEmpty()) {
            configured = config.getSentinelAddresses().stream()
                    .map(RedisURI::new)
                    .map(each -> manager.createClient(NodeType.SENTINEL, each, each.getHost()))
                    .toList();
        }
        return configured;
    }

    /** Call it before the network threads end. */
    public void close() {
        configured.forEach(RedisClient::shutdownAsync);
    }

    /**
     * Returns a connection to that Redis, or fails with a {@link RedisMovedException} that names the master if that is
     * another one.
     */
    public CompletableFuture<RedisConnection> connect(RedisClient client) {
        var known = redirect;
        if (known != null && known.client() == client && System.nanoTime() - known.at() < REMEMBERED) {
            return CompletableFuture.failedFuture(new RedisMovedException(0, known.master()));
        }
        return client.connectAsync()
                .toCompletableFuture()
                .handle((open, failure) -> open == null ? redirectOrFail(client, failure) : checked(client, open))
                .thenCompose(connection -> connection);
    }

    private CompletableFuture<RedisConnection> checked(RedisClient client, RedisConnection open) {
        // otherwise Redisson reopens it when it breaks, without checking the master
        open.getChannel().closeFuture().addListener(closed -> open.closeAsync());
        return otherMaster(client, ROUNDS).thenApply(master -> {
            if (master.isEmpty()) {
                return open;
            }
            open.closeAsync();
            throw moved(client, master.get());
        });
    }

    private CompletableFuture<RedisConnection> redirectOrFail(RedisClient client, Throwable failure) {
        return otherMaster(client, 1)
                .thenCompose(master ->
                        CompletableFuture.failedFuture(master.isEmpty() ? failure : moved(client, master.get())));
    }

    private RedisMovedException moved(RedisClient client, RedisURI master) {
        redirect = new Redirect(client, master, System.nanoTime());
        return new RedisMovedException(0, master);
    }

    /** Returns the master, if it is not the one of this client. */
    private CompletableFuture<Optional<RedisURI>> otherMaster(RedisClient client, int rounds) {
        return named(client.getConfig().getAddress().getScheme(), rounds)
                .thenApply(named -> named.filter(each -> !each.place().equals(client.getAddr()))
                        .map(Named::address));
    }

    /**
     * The reply of one Sentinel.
     *
     * @param epoch of the failover that made it the master; the higher epoch wins, as among the Sentinels themselves
     * @param place its address, as this node reaches it
     */
    private record Named(long epoch, RedisURI address, InetSocketAddress place) {}

    /**
     * Repeats while most of them do not answer: a paused node's timeouts have expired without a chance to receive.
     * Empty if none answers: without Sentinels there are no failovers either.
     */
    private CompletableFuture<Optional<Named>> named(String scheme, int rounds) {
        var answers = sentinels().stream().map(each -> named(each, scheme)).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenCompose(all -> {
                    var came = answers.stream()
                            .map(CompletableFuture::join)
                            .flatMap(Optional::stream)
                            .toList();
                    return came.size() * 2 > answers.size() || rounds == 1
                            ? CompletableFuture.completedFuture(newest(came))
                            : named(scheme, rounds - 1);
                });
    }

    private static Optional<Named> newest(List<Named> answers) {
        return answers.stream().max(Comparator.comparingLong(Named::epoch));
    }

    private CompletableFuture<Optional<Named>> named(RedisSentinelAsync sentinel, String scheme) {
        var address = sentinel.getMasterAddrAsync(config.getMasterName()).toCompletableFuture();
        // the epoch changes only when the failover is complete, the address before
        var epoch = sentinel.getMasterAsync(config.getMasterName())
                .toCompletableFuture()
                .thenApply(SentinelConnector::epoch);
        return address.thenCombine(epoch, (master, since) -> located(master, since, scheme))
                .thenCompose(located -> located)
                .completeOnTimeout(Optional.empty(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> Optional.empty());
    }

    private static long epoch(Map<String, String> facts) {
        return Long.parseLong(Objects.requireNonNull(facts.get("config-epoch")));
    }

    private CompletableFuture<Optional<Named>> located(RedisURI master, long epoch, String scheme) {
        var network = manager.getServiceManager();
        var address = network.toURI(scheme, master.getHost(), Integer.toString(master.getPort()));
        return network.resolve(address).thenApply(place -> Optional.of(new Named(epoch, address, place)));
    }
}
