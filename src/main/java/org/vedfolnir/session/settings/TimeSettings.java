package org.vedfolnir.session.settings;

import java.time.Duration;
import org.vedfolnir.session.configuration.SettingParsers;
import org.vedfolnir.session.configuration.SettingSource;

/**
 * How long sessions live. Immutable.
 *
 * @param idle how long a session lives that nobody uses, unless the application says so in code; zero means what the application's web.xml
 *     says, else 30 minutes
 * @param absolute how long a session lives however busy it is; zero means as long as it is used
 * @param touchInterval how exact the end of an idle session is
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

    /** The origin's variable counts seconds. */
    private static Duration secondsOrDuration(String text) {
        return text.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : SettingParsers.duration(text);
    }
}
