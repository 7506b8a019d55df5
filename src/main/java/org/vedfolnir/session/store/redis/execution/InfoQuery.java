package org.vedfolnir.session.store.redis.execution;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.redisson.api.NodeType;
import org.redisson.client.protocol.RedisCommands;
import org.redisson.misc.RedisURI;

/** Sends {@code INFO} to any Redis, also a replica. For background threads. */
public record InfoQuery(RedisTopology topology, Duration timeout) {

    /**
     * Returns the {@code INFO} of the Redis at a place, which may be a replica, over a connection of its own. Empty if
     * it does not answer.
     *
     * @param place host and port
     */
    public Optional<Map<String, String>> at(String place) {
        var colon = place.lastIndexOf(':');
        var from = topology.all().stream().findFirst();
        if (colon < 0 || from.isEmpty()) {
            return Optional.empty();
        }
        var like = from.get().client().getConfig();
        var address = new RedisURI(
                like.getAddress().getScheme(), place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)));
        var client = topology.manager().createClient(NodeType.MASTER, address, like.getSslHostname());
        try {
            var info = client.connectAsync()
                    .toCompletableFuture()
                    .thenCompose(
                            open -> open.<Map<String, String>, Map<String, String>>async(RedisCommands.INFO_DEFAULT))
                    .get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.of(info);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } finally {
            client.shutdownAsync();
        }
    }
}
