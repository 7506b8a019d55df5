package org.vedfolnir.session.settings;

import org.vedfolnir.session.configuration.SettingSource;
import org.vedfolnir.session.store.redis.settings.SecurityWrites;

/**
 * What requests and nodes see of each other. Immutable.
 *
 * @param readMode whether each request asks the store
 * @param concurrency what simultaneous requests of one session on one node see of each other
 * @param securityWrites whether a write that revokes rights waits for a replica of Redis
 */
public record ConsistencySettings(ReadMode readMode, Concurrency concurrency, SecurityWrites securityWrites) {

    static ConsistencySettings gather(SettingSource source) {
        return new ConsistencySettings(
                source.read(ManagerSetting.READ_MODE, ReadMode::parse),
                source.read(ManagerSetting.CONCURRENCY, Concurrency::parse),
                source.read(ManagerSetting.SECURITY_WRITES, SecurityWrites::parse));
    }
}
