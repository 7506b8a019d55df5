package org.vedfolnir.session.parity;

import java.util.List;
import java.util.function.Consumer;
import org.apache.catalina.session.StandardManager;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.store.redis.RealRedis;

/** Runs a script: one Tomcat with its own manager, or two with ours that take turns. */
record Site(String manager, List<Server> servers) implements AutoCloseable {

    static Site ofTomcat(Server.Building building) {
        return new Site("StandardManager", List.of(new Server(Site::standard, building)));
    }

    static Site ofOurs(RealRedis redis, Server.Building building) {
        return ofOurs(redis, building, manager -> {});
    }

    static Site ofOurs(RealRedis redis, Server.Building building, Consumer<VedfolnirSessionManager> setting) {
        return new Site(
                "VedfolnirSessionManager", List.of(ours(redis, building, setting), ours(redis, building, setting)));
    }

    private static Server ours(RealRedis redis, Server.Building building, Consumer<VedfolnirSessionManager> setting) {
        return new Server(
                () -> {
                    var manager = manager(redis);
                    setting.accept(manager);
                    return manager;
                },
                building);
    }

    /** A manager that stores no session between runs. */
    private static StandardManager standard() {
        var manager = new StandardManager();
        manager.setPathname(null);
        return manager;
    }

    static VedfolnirSessionManager manager(RealRedis redis) {
        var manager = new VedfolnirSessionManager();
        manager.setRedisUrl(redis.url());
        return manager;
    }

    Server at(int request) {
        return servers.get(request % servers.size());
    }

    @Override
    public void close() {
        servers.forEach(Server::close);
    }
}
