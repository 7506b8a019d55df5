package org.vedfolnir.session.store.redis.execution;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.NodeType;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisConnection;
import org.redisson.client.RedisRedirectException;
import org.redisson.connection.ConnectionManager;
import org.redisson.connection.MasterSlaveEntry;
import org.redisson.misc.RedisURI;
import org.vedfolnir.session.store.redis.client.SentinelConnector;
import org.vedfolnir.session.store.redis.health.Availability;
import org.vedfolnir.session.store.redis.health.CircuitBreaker;
import org.vedfolnir.session.store.redis.health.RefusalLog;
import org.vedfolnir.session.store.redis.keys.Utf8;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * The Redis servers that serve. Redisson's connection manager maps slots to servers, as of its last poll; a server that
 * Redis itself names is used at once, and replaced by Redisson's entry as soon as that exists. Thread-safe.
 */
public final class RedisTopology {

    private static final long UNUSED = TimeUnit.SECONDS.toNanos(10);

    private final ConnectionManager manager;
    private final RedisSettings settings;
    private final boolean cluster;
    private final @Nullable SentinelConnector current;
    private final Map<RedisClient, RedisMaster> known = new ConcurrentHashMap<>();
    private final Map<RedisURI, Named> named = new ConcurrentHashMap<>();
    private final Map<String, Availability> availabilities = new ConcurrentHashMap<>();
    private final Map<String, RefusalLog> refusals = new ConcurrentHashMap<>();
    private final CircuitBreaker connecting = new CircuitBreaker(System::nanoTime);
    private volatile boolean connected;

    /** A server that Redis named and Redisson does not know. */
    private static final class Named {
        private final RedisMaster redis;
        private volatile long used = System.nanoTime();

        private Named(RedisMaster redis) {
            this.redis = redis;
        }

        private RedisMaster use() {
            used = System.nanoTime();
            return redis;
        }
    }

    public RedisTopology(RedissonClient redisson, RedisSettings settings) {
        this.manager = ((Redisson) redisson).getCommandExecutor().getConnectionManager();
        this.settings = settings;
        this.cluster = redisson.getConfig().isClusterConfig();
        this.current = redisson.getConfig().isSentinelConfig()
                ? new SentinelConnector(
                        (Redisson) redisson, redisson.getConfig().useSentinelServers())
                : null;
    }

    private CompletableFuture<RedisConnection> connect(RedisClient client) {
        return current == null ? client.connectAsync().toCompletableFuture() : current.connect(client);
    }

    /**
     * Returns the server that has these keys, according to Redisson; empty if none has them at the moment.
     *
     * @param keys of one slot
     * @throws RuntimeException of Redisson, if it has not reached any server since the start
     */
    public Optional<RedisMaster> of(List<byte[]> keys) {
        var entry = manager.getWriteEntry(slot(keys));
        if (!connected) {
            connected();
        }
        return Optional.ofNullable(entry).map(each -> of(each.getClient()));
    }

    /** Whether the server that has these keys is not known to be away. */
    public boolean isServing(List<byte[]> keys) {
        return !connected || of(keys).filter(each -> !each.breaker().isOpen()).isPresent();
    }

    int slot(List<byte[]> keys) {
        return keys.isEmpty() ? 0 : manager.calcSlot(keys.get(0));
    }

    private RedisMaster of(RedisClient client) {
        var redis = known.get(client);
        return redis != null ? redis : add(client);
    }

    /** Adds a server, and forgets those that Redisson has dropped. */
    private RedisMaster add(RedisClient client) {
        var redis = known.computeIfAbsent(client, this::serving);
        forgetOthers();
        return redis;
    }

    private RedisMaster serving(RedisClient client) {
        var place = cluster ? place(client.getConfig().getAddress()) : settings.place();
        return serving(client, place);
    }

    private RedisMaster serving(RedisClient client, String place) {
        var refused = refusals.computeIfAbsent(
                place, each -> new RefusalLog(each, settings.deduplicator(), System::nanoTime));
        return new RedisMaster(client, place, availability(place), refused, this::connect);
    }

    private static String place(RedisURI address) {
        return address.getHost() + ":" + address.getPort();
    }

    private Availability availability(String place) {
        return availabilities.computeIfAbsent(place, each -> new Availability(each, settings.deduplicator()));
    }

    /** Returns all servers that have slots, according to Redisson. */
    public List<RedisMaster> all() {
        return connected
                ? manager.getEntrySet().stream()
                        .map(entry -> of(entry.getClient()))
                        .distinct()
                        .toList()
                : List.of();
    }

    /**
     * Returns a key that this server has, if one of a thousand numbered names is such a key; of three servers each has
     * every third.
     */
    Optional<byte[]> key(String names, RedisMaster redis) {
        return IntStream.range(0, 1000)
                .mapToObj(each -> Utf8.bytes(names + each))
                .filter(key -> of(List.of(key)).filter(redis::equals).isPresent())
                .findFirst();
    }

    /**
     * Returns a server with other slots that is not known to be away: it redirects to the current owner of these slots.
     */
    Optional<RedisMaster> guide(RedisMaster insteadOf) {
        return cluster
                ? all().stream()
                        .filter(each -> each != insteadOf && !each.breaker().isOpen())
                        .findAny()
                : Optional.empty();
    }

    /** Returns the server that another one has named, at the address by which this node reaches it. */
    CompletableFuture<RedisMaster> at(RedisRedirectException redirect, RedisMaster from) {
        return manager.getServiceManager()
                .resolveIP(redirect.getUrl())
                .thenApply(reached -> at(reached, redirect.getUrl(), from));
    }

    private RedisMaster at(RedisURI reached, RedisURI original, RedisMaster from) {
        var entry = manager.getEntry(reached);
        return entry != null && isAt(entry.getClient(), reached)
                ? of(entry.getClient())
                : named.computeIfAbsent(reached, address -> new Named(connect(address, original, from)))
                        .use();
    }

    /** Redisson returns a replica's master for its address. */
    private static boolean isAt(RedisClient client, RedisURI address) {
        return address.equals(client.getAddr());
    }

    /** A host name stays the name that the certificate is verified for. */
    private RedisMaster connect(RedisURI reached, RedisURI original, RedisMaster from) {
        var host = from.client().getConfig().getSslHostname();
        var client = original.isIP()
                ? manager.createClient(NodeType.MASTER, reached, host)
                : manager.createClient(
                        NodeType.MASTER, new InetSocketAddress(reached.getHost(), reached.getPort()), original, host);
        return serving(client, place(reached));
    }

    ConnectionManager manager() {
        return manager;
    }

    /** Schedules a task on a network thread. */
    void later(long nanos, Runnable task) {
        manager.getServiceManager().getGroup().schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /** Returns the breaker for the time until Redisson first reaches a server; null from then on. */
    @Nullable
    CircuitBreaker connecting() {
        return connected ? null : connecting;
    }

    private void connected() {
        connected = true;
        connecting.succeeded();
        availability(settings.place()).onReply();
    }

    void notConnected(String reason) {
        if (!connected && connecting.failed()) {
            availability(settings.place()).onOutage(reason);
        }
    }

    /** Whether one of them is known to be away. */
    boolean isOneAway() {
        forgetOthers();
        return !connected && connecting.isOpen()
                || known().anyMatch(each -> each.breaker().isOpen());
    }

    /** Returns those that Redisson knows, or another one has named; some may have no slots any more. */
    Stream<RedisMaster> known() {
        return Stream.concat(known.values().stream(), named.values().stream().map(each -> each.redis));
    }

    private void forgetOthers() {
        if (!connected) {
            return;
        }
        var serving =
                manager.getEntrySet().stream().map(MasterSlaveEntry::getClient).collect(Collectors.toSet());
        known.values().removeIf(each -> dropIfGone(each, serving));
        named.values().removeIf(each -> System.nanoTime() - each.used > UNUSED && closed(each.redis));
        if (cluster) {
            forgetPlaces(known().map(RedisMaster::place).collect(Collectors.toSet()));
        }
    }

    /** On one Redis and behind a Sentinel there is a single place, whichever server serves there. */
    private void forgetPlaces(Set<String> serving) {
        availabilities.entrySet().removeIf(each -> {
            var over = !serving.contains(each.getKey());
            if (over) {
                each.getValue().onReplaced();
            }
            return over;
        });
        refusals.entrySet().removeIf(each -> {
            var over = !serving.contains(each.getKey());
            if (over) {
                each.getValue().close();
            }
            return over;
        });
    }

    /** Returns the refusals of each server. */
    Collection<RefusalLog> refusals() {
        return refusals.values();
    }

    private static boolean dropIfGone(RedisMaster redis, Set<RedisClient> serving) {
        if (serving.contains(redis.client()) && !redis.client().isShutdown()) {
            return false;
        }
        redis.drop();
        return true;
    }

    private static boolean closed(RedisMaster redis) {
        redis.drop();
        redis.client().shutdownAsync();
        return true;
    }

    /** Call it before Redisson's threads end. */
    public void close() {
        named.values().forEach(each -> closed(each.redis));
        named.clear();
        if (current != null) {
            current.close();
        }
    }

    /** Ends logging after the last operation: other applications log when a Redis serves again. */
    void stopLogging() {
        availabilities.values().forEach(Availability::close);
        refusals.values().forEach(RefusalLog::close);
    }
}
