package org.vedfolnir.session.cli.doctor;

import org.vedfolnir.session.cli.wire.RedisConnection;
import org.vedfolnir.session.store.redis.diagnostics.RedisInfo;
import org.vedfolnir.session.store.redis.settings.RedisServers.Address;

/**
 * A Redis that has sessions, and what it reports of itself.
 *
 * @param info without fields if this user may not run INFO
 */
record Server(Address address, RedisConnection connection, RedisInfo info) {

    String place() {
        return info.place();
    }
}
