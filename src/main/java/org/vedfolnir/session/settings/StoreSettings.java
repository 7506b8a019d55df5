package org.vedfolnir.session.settings;

import java.time.Duration;
import org.vedfolnir.session.configuration.SettingParsers;
import org.vedfolnir.session.configuration.SettingSource;
import org.vedfolnir.session.store.redis.settings.EventSettings;
import org.vedfolnir.session.store.redis.settings.RedisAccess;

/**
 * The address of Redis, and its timeout. Immutable.
 *
 * @param redis the address and the login: one server, or a Redisson configuration
 * @param keyPrefix the beginning of a session's key in Redis
 * @param commandTimeout how long one command may take
 * @param recording whether events are written to a stream in Redis, and how many bytes they may take there
 */
public record StoreSettings(RedisAccess redis, String keyPrefix, Duration commandTimeout, EventSettings recording) {

    private static final long LEAST_EVENT_BYTES = 64 << 10;

    static StoreSettings gather(SettingSource source) {
        return new StoreSettings(
                RedisAccessSettings.gather(source),
                source.read(ManagerSetting.KEY_PREFIX, StoreSettings::prefix),
                source.read(ManagerSetting.COMMAND_TIMEOUT, SettingParsers::positive),
                recording(source));
    }

    private static EventSettings recording(SettingSource source) {
        var recorded = source.read(ManagerSetting.EVENTS, StoreSettings::isStream);
        var bytes = source.read(ManagerSetting.EVENT_BYTES, StoreSettings::eventBytes);
        return recorded ? EventSettings.upTo(bytes) : EventSettings.NONE;
    }

    private static boolean isStream(String text) {
        if (!text.matches("none|stream")) {
            throw new IllegalArgumentException("must be none, or stream if an audit trail reads the events");
        }
        return "stream".equals(text);
    }

    private static long eventBytes(String text) {
        var bytes = SettingParsers.bytes(text);
        if (bytes < LEAST_EVENT_BYTES) {
            throw new IllegalArgumentException("must be at least 64KB");
        }
        return bytes;
    }

    private static String prefix(String text) {
        if (!text.matches("[\\x21-\\x7e&&[^{}*?\\[\\]]]{1,100}")) {
            throw new IllegalArgumentException("must have 1 to 100 visible ASCII characters except { } * ? [ ]");
        }
        return text;
    }
}
