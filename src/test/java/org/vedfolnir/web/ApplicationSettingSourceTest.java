package org.vedfolnir.web;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vedfolnir.session.configuration.Setting;
import org.vedfolnir.session.configuration.SettingSourceContract;

class ApplicationSettingSourceTest extends SettingSourceContract {

    private Settings settings() {
        return new Settings(properties::get, environment::get, parameters::get);
    }

    @Override
    protected Setting setting() {
        return ApplicationSetting.COOKIE_SAME_SITE;
    }

    @Override
    protected String readSetting() {
        return settings().read(ApplicationSetting.COOKIE_SAME_SITE);
    }

    @Override
    protected String value() {
        return "Strict";
    }

    @Override
    protected String otherValue() {
        return "None";
    }

    @Override
    protected String wrongValue() {
        return "very lax";
    }

    @Override
    protected String allowed() {
        return "must be Strict, Lax or None";
    }

    @Override
    protected Setting secret() {
        return ApplicationSetting.DATABASE_URL;
    }

    @Override
    protected void readSecret() {
        settings().check();
    }

    @Override
    protected String parameterPrefix() {
        return "vedfolnir.";
    }

    @ParameterizedTest
    @EnumSource
    void acceptsTheDefaultAsAWrittenValue(ApplicationSetting setting) {
        var definition = setting.definition();
        if (!definition.fallback().isEmpty()) {
            environment.put(definition.variable(), definition.fallback());
            settings().check();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DATABASE_TIMEOUT, 10, a number of seconds from 2s to 600s",
        "SESSION_COOKIE_NAME, a b, 'letters, digits'",
        "SESSION_COOKIE_SECURE, yes, must be true or false",
        "SESSION_COOKIE_HTTPONLY, yes, must be true or false",
        "SESSION_COOKIE_SAMESITE, lax, 'must be Strict, Lax or None'",
        "SESSION_FINGERPRINT, end, 'must be off, log or reauthenticate'",
        "PLATFORM_ALLOW_LOOPBACK, 1, must be true or false",
        "DEMO_CONNECTIONS, 2, must be true or false",
        "TAB_STREAMS, 100001, must be a number from 0 to 100000",
        "HSTS_INCLUDE_SUBDOMAINS, no, must be true or false",
        "PASSWORD_MIN_LENGTH, 7, must be a number from 8 to 64",
        "AUDIT_ADDRESS, long, 'must be short, full or none'",
    })
    void rejectsAWrongValueAtTheStart(String variable, String wrong, String allowed) {
        environment.put(variable, wrong);

        assertThatThrownBy(settings()::check)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the environment variable " + variable + " is '" + wrong + "'")
                .hasMessageContaining(allowed);
    }
}
