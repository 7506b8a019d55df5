package org.vedfolnir.session.cli.options;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.vedfolnir.session.cli.wire.ConnectionFailedException;
import org.vedfolnir.session.cli.wire.Connector;
import org.vedfolnir.session.cli.wire.RedisConnection;
import org.vedfolnir.session.cli.wire.Stage;
import org.vedfolnir.session.store.redis.settings.RedisServers.Address;
import org.vedfolnir.session.store.redis.settings.RedisServers.Kind;

/**
 * A connection to a Redis that has sessions: the one of the address, the master that a Sentinel names, or any of a Cluster.
 *
 * @param address of that Redis
 */
public record Route(Address address, RedisConnection connection) {

    /**
     * Tries the servers of a target in their order.
     *
     * @throws ConnectionFailedException of the last one, if none answers
     */
    public static Route to(Target target, Connector connector) throws ConnectionFailedException {
        var servers = target.servers();
        ConnectionFailedException last = null;
        for (var each : servers.addresses()) {
            try {
                var address = servers.kind() == Kind.SENTINEL ? master(target, connector, each) : each;
                return to(address, target, connector);
            } catch (ConnectionFailedException e) {
                last = e;
            }
        }
        throw last == null
                ? new ConnectionFailedException(Stage.NAME, "The settings name no server.", "Set redisUrl.")
                : last;
    }

    /** Connects to one server with the login of a target. */
    public static Route to(Address address, Target target, Connector connector) throws ConnectionFailedException {
        return new Route(
                address,
                connector.connect(
                        address,
                        target.settings().store().redis().login().get(),
                        target.servers().database()));
    }

    private static Address master(Target target, Connector connector, Address sentinel)
            throws ConnectionFailedException {
        var servers = target.servers();
        try (var connection = connector.connect(sentinel, servers.sentinelLogin(), 0)) {
            var named = connection.command("SENTINEL", "get-master-addr-by-name", servers.master());
            if (named.elements().size() != 2) {
                throw new ConnectionFailedException(
                        Stage.CONNECTION,
                        "The Sentinel " + sentinel + " knows no master '" + servers.master() + "'.",
                        "Correct masterName in redissonConfig.");
            }
            return new Address(
                    String.valueOf(named.elements().get(0).text()),
                    (int) named.elements().get(1).number(),
                    sentinel.tls());
        } catch (IOException e) {
            throw new ConnectionFailedException(
                    Stage.CONNECTION,
                    "The Sentinel " + sentinel + " closed the connection (" + e.getMessage() + ").",
                    "Read its log.");
        }
    }

    /** Returns the masters of a Redis Cluster, as this server knows them; on any other Redis itself. */
    public List<Address> masters(Kind kind) throws IOException {
        if (kind != Kind.CLUSTER) {
            return List.of(address);
        }
        var masters = new ArrayList<Address>();
        var nodes = connection.command("CLUSTER", "NODES").text();
        (nodes == null ? "" : nodes).lines().map(line -> line.split(" ")).forEach(node -> {
            if (node.length > 8 && node[2].contains("master") && !node[2].contains("fail")) {
                var place = node[1].replaceFirst("[@,].*", "");
                var colon = place.lastIndexOf(':');
                masters.add(new Address(
                        colon == 0 ? address.host() : place.substring(0, colon),
                        Integer.parseInt(place.substring(colon + 1)),
                        address.tls()));
            }
        });
        return masters;
    }
}
