package org.vedfolnir.session.configuration;

/** One setting. The constants of an enum implement it, so that name, variable and default stand once. */
public interface Setting {

    SettingDefinition definition();
}
