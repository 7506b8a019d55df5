package org.vedfolnir.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.configuration.Setting;
import org.vedfolnir.session.configuration.SettingSourceContract;
import org.vedfolnir.session.settings.ManagerSetting;
import org.vedfolnir.session.settings.ManagerSettings;

class ManagerSettingSourceTest extends SettingSourceContract {

    private final Map<String, String> attributes = new HashMap<>();

    private ManagerSettings gather() {
        return ManagerSettings.gather(attributes, properties::get, environment::get, parameters::get);
    }

    @Override
    protected Setting setting() {
        return ManagerSetting.KEY_PREFIX;
    }

    @Override
    protected String readSetting() {
        return gather().store().keyPrefix();
    }

    @Override
    protected String value() {
        return "one:";
    }

    @Override
    protected String otherValue() {
        return "two:";
    }

    @Override
    protected String wrongValue() {
        return "a b";
    }

    @Override
    protected String allowed() {
        return "must have 1 to 100 visible ASCII characters";
    }

    @Override
    protected Setting secret() {
        return ManagerSetting.ENCRYPTION_KEYS;
    }

    @Override
    protected void readSecret() {
        gather();
    }

    @Override
    protected String parameterPrefix() {
        return "org.vedfolnir.session.";
    }

    @Test
    void prefersTheManagersAttributeToTheOperatorsProperty() {
        properties.put("vedfolnir.keyPrefix", "two:");
        attributes.put("keyPrefix", "one:");

        assertThat(readSetting()).isEqualTo("one:");
    }
}
