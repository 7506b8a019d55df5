package org.vedfolnir.session.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vedfolnir.session.cli.options.Route;
import org.vedfolnir.session.cli.options.Target;
import org.vedfolnir.session.cli.wire.ConnectionFailedException;
import org.vedfolnir.session.cli.wire.Connector;
import org.vedfolnir.session.cli.wire.RedisConnection;
import org.vedfolnir.session.cli.wire.Stage;
import org.vedfolnir.session.store.redis.diagnostics.RedisInfo;
import org.vedfolnir.session.store.redis.settings.RedisServers.Address;

/** Connects to each Redis that has sessions: name, connection, TLS, login, each a finding. */
record ConnectionChecks(Target target, Consumer<Finding> findings) {

    private static final String[] SECTIONS = {"server", "memory", "persistence", "replication", "stats"};

    /** Returns the connected servers; none if one of the steps failed, which is a finding. */
    List<Server> connect() {
        var passed = new EnumMap<Stage, String>(Stage.class);
        var connector = target.connector();
        var telling = new Connector(connector.tls(), connector.timeout(), passed::put);
        try {
            var route = Route.to(target, telling);
            tell(passed);
            return servers(route, connector);
        } catch (ConnectionFailedException e) {
            passed.keySet().removeIf(stage -> stage.compareTo(e.stage()) >= 0);
            tell(passed);
            findings.accept(Finding.fail(e.stage().label(), e.found(), e.remedy()));
        } catch (IOException e) {
            findings.accept(Finding.fail(
                    "connection",
                    "Redis closed the connection (" + e.getMessage() + ").",
                    "Read its log, and run doctor again."));
        }
        return List.of();
    }

    private void tell(Map<Stage, String> passed) {
        passed.forEach((stage, found) -> findings.accept(Finding.ok(stage.label(), found)));
    }

    private List<Server> servers(Route route, Connector connector) throws IOException, ConnectionFailedException {
        var servers = new ArrayList<Server>();
        for (var address : route.masters(target.servers().kind())) {
            servers.add(
                    address.equals(route.address())
                            ? server(address, route.connection())
                            : server(
                                    address,
                                    Route.to(address, target, connector).connection()));
        }
        if (servers.stream().noneMatch(each -> each.connection() == route.connection())) {
            route.connection().close();
        }
        if (servers.isEmpty()) {
            findings.accept(Finding.fail(
                    "cluster",
                    route.address() + " names no master, or this user may not run CLUSTER NODES.",
                    "Give the user +cluster|nodes, or remove clusterServersConfig: this is no Redis Cluster."));
        }
        return servers;
    }

    private static Server server(Address address, RedisConnection connection) throws IOException {
        return new Server(
                address, connection, new RedisInfo(address.host() + ":" + address.port(), connection.info(SECTIONS)));
    }
}
