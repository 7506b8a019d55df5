package org.vedfolnir.session.settings;

import org.vedfolnir.session.configuration.SettingParsers;
import org.vedfolnir.session.configuration.SettingSource;

/**
 * The limits for a session, a user and a request. Immutable.
 *
 * @param largestAttribute the largest encoded attribute, in bytes; 0 for any
 * @param largestSession the largest total of a session's attributes, in bytes; 0 for any
 * @param sessionsPerUser how many sessions a user may have at once; 0 for any
 * @param sessionsPerUserPolicy what happens if a user exceeds that
 * @param largestBody the largest request body, in bytes, which is then read before the application runs; 0: any,
 *     and the application reads it
 * @param storeThreads how many threads may wait for the store at once
 */
public record LimitSettings(
        int largestAttribute,
        long largestSession,
        int sessionsPerUser,
        SessionsPerUserPolicy sessionsPerUserPolicy,
        int largestBody,
        ThreadLimit storeThreads) {

    /** The maximum size of a compressed document or part after it is unpacked. */
    private static final long MOST_BYTES = 16 << 20;

    static LimitSettings gather(SettingSource source) {
        return new LimitSettings(
                source.read(ManagerSetting.LARGEST_ATTRIBUTE, LimitSettings::smallSize),
                source.read(ManagerSetting.LARGEST_SESSION, SettingParsers::bytes),
                source.read(ManagerSetting.MAX_SESSIONS_PER_USER, SettingParsers::count),
                source.read(ManagerSetting.SESSIONS_PER_USER_POLICY, SessionsPerUserPolicy::parse),
                source.read(ManagerSetting.LARGEST_BODY, LimitSettings::smallSize),
                source.read(ManagerSetting.MAX_STORE_THREADS, ThreadLimit::parse));
    }

    /** The size of an attribute or a body, which is held in memory. */
    static int smallSize(String text) {
        var bytes = SettingParsers.bytes(text);
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("must be at most 16MB");
        }
        return (int) bytes;
    }
}
