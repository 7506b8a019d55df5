package org.vedfolnir.session.configuration;

/** One setting. An enum constant implements it, so that name, variable and default are defined once. */
public interface Setting {

    SettingDefinition definition();
}
