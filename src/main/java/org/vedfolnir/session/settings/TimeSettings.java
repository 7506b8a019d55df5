package org.vedfolnir.session.settings;

import java.time.Duration;
import org.vedfolnir.session.configuration.SettingParsers;
import org.vedfolnir.session.configuration.SettingSource;

/**
 * How long sessions live. Immutable.
 *
 * @param idle the idle timeout, unless the application sets it in code; zero for the one in web.xml, otherwise 30
 *     minutes
 * @param absolute the longest life of a session, however busy it is; zero for no limit
 * @param touchInterval the precision of an idle session's end
 * @param passivePaths requests that do not keep a session alive
 */
public record TimeSettings(Duration idle, Duration absolute, Duration touchInterval, PassivePaths passivePaths) {

    static TimeSettings gather(SettingSource source) {
        return new TimeSettings(
                source.read(ManagerSetting.SESSION_TIMEOUT, TimeSettings::secondsOrDuration),
                source.read(ManagerSetting.ABSOLUTE_TIMEOUT, SettingParsers::duration),
                source.read(ManagerSetting.TOUCH_INTERVAL, SettingParsers::duration),
                source.read(ManagerSetting.PASSIVE_PATHS, PassivePaths::parse));
    }

    /** The original application's variable counts seconds. */
    private static Duration secondsOrDuration(String text) {
        return text.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : SettingParsers.duration(text);
    }
}
