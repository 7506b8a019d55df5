package org.vedfolnir.session.settings;

import org.vedfolnir.session.configuration.SettingParsers;
import org.vedfolnir.session.configuration.SettingSource;

/**
 * The cache of a node. Immutable.
 *
 * @param sessions the maximum number of documents
 * @param bytes their approximate maximum heap size; by default a sixteenth of the heap, at most 256 MB
 */
public record CacheSettings(int sessions, long bytes) {

    static CacheSettings gather(SettingSource source) {
        return new CacheSettings(
                source.read(ManagerSetting.CACHED_SESSIONS, SettingParsers::count),
                source.find(ManagerSetting.CACHED_BYTES, SettingParsers::bytes)
                        .orElseGet(CacheSettings::sixteenthOfTheHeap));
    }

    private static long sixteenthOfTheHeap() {
        return Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 16);
    }
}
