package org.vedfolnir.session.store.redis;

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
 * Behind Sentinels, a new connection is used only when they do not name another master. A master that died and comes back serves as one
 * until the Sentinels tell it otherwise, some ten seconds later, and what it acknowledges until then is lost. A node that has not heard of the
 * failover yet would go there. Thread-safe.
 */
final class CurrentMaster {

    /** Where Sentinels are silent, a few seconds in all: they and this node may just be very busy. Operations do not wait that long. */
    private static final int ROUNDS = 8;

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Redisson redisson;
    private final ConnectionManager manager;
    private final SentinelServersConfig config;
    /** Those that are configured: Redisson knows only which of them answered when it last looked. */
    private volatile List<RedisClient> configured = List.of();

    CurrentMaster(Redisson redisson, SentinelServersConfig config) {
        this.redisson = redisson;
        this.manager = redisson.getCommandExecutor().getConnectionManager();
        this.config = config;
    }

    /** All of them, and those that these have named; some are asked twice. */
    private List<RedisSentinelAsync> sentinels() {
        return Stream.concat(
                        configured().stream().map(each -> new SentinelRedisNode(each, redisson.getCommandExecutor())),
                        redisson.getRedisNodes(RedisNodes.SENTINEL_MASTER_SLAVE).getSentinels().stream())
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

    /** Before the threads of the network end. */
    void close() {
        configured.forEach(RedisClient::shutdownAsync);
    }

    /** A connection to that Redis, or a {@link RedisMovedException} that names the master when that is another one. */
    CompletableFuture<RedisConnection> connect(RedisClient client) {
        return client.connectAsync().toCompletableFuture().thenCompose(open -> {
            // else Redisson opens it again when it breaks, without asking anybody
            open.getChannel().closeFuture().addListener(closed -> open.closeAsync());
            return named(client.getConfig().getAddress().getScheme(), ROUNDS).thenApply(named -> {
                if (named.isEmpty() || named.get().place().equals(client.getAddr())) {
                    return open;
                }
                open.closeAsync();
                throw new RedisMovedException(0, named.get().address());
            });
        });
    }

    /**
     * What one Sentinel says.
     *
     * @param epoch of the failover that made it the master; the higher one is true, as among the Sentinels themselves
     * @param place where it is, as this node reaches it
     */
    private record Named(long epoch, RedisURI address, InetSocketAddress place) {}

    /**
     * Once more, while most of them do not answer: where this node stood still, its time has run out in vain. Empty when none answers at
     * all: without Sentinels there are no failovers either.
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
        // its address changes only when the failover has been completed, the one above before
        var epoch = sentinel.getMasterAsync(config.getMasterName())
                .toCompletableFuture()
                .thenApply(CurrentMaster::epoch);
        return address.thenCombine(epoch, (told, since) -> located(told, since, scheme))
                .thenCompose(located -> located)
                .completeOnTimeout(Optional.empty(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> Optional.empty());
    }

    private static long epoch(Map<String, String> facts) {
        return Long.parseLong(Objects.requireNonNull(facts.get("config-epoch")));
    }

    private CompletableFuture<Optional<Named>> located(RedisURI told, long epoch, String scheme) {
        var network = manager.getServiceManager();
        var address = network.toURI(scheme, told.getHost(), Integer.toString(told.getPort()));
        return network.resolve(address).thenApply(place -> Optional.of(new Named(epoch, address, place)));
    }
}
