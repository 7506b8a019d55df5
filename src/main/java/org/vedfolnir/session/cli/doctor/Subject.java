package org.vedfolnir.session.cli.doctor;

import java.time.InstantSource;
import java.util.List;
import org.vedfolnir.session.cli.options.Target;
import org.vedfolnir.session.store.redis.settings.EventSettings;
import org.vedfolnir.session.store.redis.settings.RedisServers;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * What is examined.
 *
 * @param servers each Redis that has sessions; at least one
 * @param events whether events are recorded
 * @param clock of this machine
 */
record Subject(Target target, List<Server> servers, EventSettings events, InstantSource clock) {

    RedisSettings redis() {
        return target.redis(events);
    }

    boolean isCluster() {
        return target.servers().kind() == RedisServers.Kind.CLUSTER;
    }
}
