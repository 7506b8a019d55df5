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
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.api.redisnode.RedisSentinelAsync;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisConnection;
import org.redisson.client.RedisMovedException;
import org.redisson.connection.ServiceManager;
import org.redisson.misc.RedisURI;

/**
 * Behind Sentinels, a new connection is used only when they do not name another master. A master that died and comes back serves as one
 * until the Sentinels tell it otherwise, some ten seconds later, and what it acknowledges until then is lost. A node that has not heard of the
 * failover yet would go there. Thread-safe.
 */
final class CurrentMaster {

    private final RedissonClient redisson;
    private final ServiceManager network;
    private final String name;
    private final Duration patience;

    /**
     * @param name what the Sentinels call the master
     * @param patience how long to wait for a Sentinel that does not answer
     */
    CurrentMaster(RedissonClient redisson, ServiceManager network, String name, Duration patience) {
        this.redisson = redisson;
        this.network = network;
        this.name = name;
        this.patience = patience;
    }

    /** A connection to that Redis, or a {@link RedisMovedException} that names the master when that is another one. */
    CompletableFuture<RedisConnection> connect(RedisClient client) {
        return client.connectAsync().toCompletableFuture().thenCompose(open -> {
            // else Redisson opens it again when it breaks, without asking anybody
            open.getChannel().closeFuture().addListener(closed -> open.closeAsync());
            return named(client.getConfig().getAddress().getScheme()).thenApply(named -> {
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

    /** Empty when no Sentinel answers: then nobody can have made another Redis the master either, as far as this node can know. */
    private CompletableFuture<Optional<Named>> named(String scheme) {
        var answers = redisson.getRedisNodes(RedisNodes.SENTINEL_MASTER_SLAVE).getSentinels().stream()
                .map(each -> named((RedisSentinelAsync) each, scheme))
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> newest(answers));
    }

    private static Optional<Named> newest(List<CompletableFuture<Optional<Named>>> answers) {
        return answers.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong(Named::epoch));
    }

    private CompletableFuture<Optional<Named>> named(RedisSentinelAsync sentinel, String scheme) {
        var address = sentinel.getMasterAddrAsync(name).toCompletableFuture();
        // its address changes only when the failover has been completed, the one above before
        var epoch = sentinel.getMasterAsync(name).toCompletableFuture().thenApply(CurrentMaster::epoch);
        return address.thenCombine(epoch, (told, since) -> located(told, since, scheme))
                .thenCompose(located -> located)
                .completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> Optional.empty());
    }

    private static long epoch(Map<String, String> facts) {
        return Long.parseLong(Objects.requireNonNull(facts.get("config-epoch")));
    }

    private CompletableFuture<Optional<Named>> located(RedisURI told, long epoch, String scheme) {
        var address = network.toURI(scheme, told.getHost(), Integer.toString(told.getPort()));
        return network.resolve(address).thenApply(place -> Optional.of(new Named(epoch, address, place)));
    }
}
