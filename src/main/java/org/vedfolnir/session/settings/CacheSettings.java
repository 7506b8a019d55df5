package org.vedfolnir.session.settings;

import org.vedfolnir.session.configuration.SettingParsers;
import org.vedfolnir.session.configuration.SettingSource;

/**
 * What a node keeps at hand. Immutable.
 *
 * @param sessions how many documents
 * @param bytes about how much of the heap they take at most; by default a sixteenth of it, no more than 256 MB
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
