package org.vedfolnir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.configuration.Setting;
import org.vedfolnir.session.configuration.SettingDefinition;
import org.vedfolnir.session.settings.ManagerSetting;
import org.vedfolnir.web.ApplicationSetting;

/**
 * The tables of docs/configuration.md match the enums. {@code -Dconfiguration.write=true} writes them, and changes nothing else in the document.
 */
class ConfigurationTableTest {

    private static final Path DOCUMENT = Path.of("docs", "configuration.md");
    private static final String COMMAND = "mvn test -Dtest=ConfigurationTableTest -Dconfiguration.write=true";
    private static final String HEAD =
            "| setting | variable | default | what it does | when to change it |\n|---|---|---|---|---|\n";

    private static String generated(String document) {
        return withTable(withTable(document, ManagerSetting.values()), ApplicationSetting.values());
    }

    /** Comments of HTML with the enum's name enclose a table. */
    private static String withTable(String document, Setting[] settings) {
        var name = settings[0].getClass().getSimpleName();
        var begin = "<!-- begin " + name + " -->\n";
        var end = "<!-- end " + name + " -->\n";
        assertThat(document).contains(begin, end);
        return Pattern.compile(Pattern.quote(begin) + ".*" + Pattern.quote(end), Pattern.DOTALL)
                .matcher(document)
                .replaceFirst(found -> java.util.regex.Matcher.quoteReplacement(begin + table(settings) + end));
    }

    private static String table(Setting[] settings) {
        return Arrays.stream(settings)
                .map(Setting::definition)
                .map(ConfigurationTableTest::row)
                .collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(SettingDefinition setting) {
        return "| `" + setting.name() + "` | `" + setting.variable() + "` | " + setting.shownDefault() + " | "
                + setting.effect() + " | " + setting.advice() + " |\n";
    }

    @Test
    void matchesTheEnums() throws IOException {
        var document = Files.readString(DOCUMENT);
        var generated = generated(document);
        if (Boolean.getBoolean("configuration.write")) {
            Files.writeString(DOCUMENT, generated);
            return;
        }
        assertThat(document)
                .as("the tables of " + DOCUMENT + "; write them with: " + COMMAND)
                .isEqualTo(generated);
    }
}
