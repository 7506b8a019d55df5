package org.vedfolnir.session.settings;

import org.vedfolnir.session.configuration.SettingParsers;
import org.vedfolnir.session.configuration.SettingSource;

/**
 * What one session, user or request may take. Immutable.
 *
 * @param largestAttribute the most bytes that an attribute may be encoded in; 0 for any
 * @param largestSession the most bytes of all attributes of a session; 0 for any
 * @param sessionsPerUser how many sessions a user may have at once; 0 for any
 * @param sessionsPerUserPolicy what happens at one more
 * @param largestBody the most bytes of a request's body, which is then read before anything else; 0: any, and the application reads it
 * @param storeThreads how many threads may wait for the store at once
 */
public record LimitSettings(
        int largestAttribute,
        long largestSession,
        int sessionsPerUser,
        SessionsPerUserPolicy sessionsPerUserPolicy,
        int largestBody,
        ThreadLimit storeThreads) {

    /** What a compressed document or part is unpacked to at most. */
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

    /** A size that an attribute or a body in memory may have. */
    static int smallSize(String text) {
        var bytes = SettingParsers.bytes(text);
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("is 16MB at most");
        }
        return (int) bytes;
    }
}
