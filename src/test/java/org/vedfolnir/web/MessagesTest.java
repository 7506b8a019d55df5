package org.vedfolnir.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Both languages have all texts. */
class MessagesTest {

    private static final Pattern PLACE = Pattern.compile("\\{\\d");

    private final Properties english = texts("messages.properties");
    private final Properties german = texts("messages_de.properties");

    @Test
    void hasTheSameKeysInBothLanguages() {
        assertThat(german.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    }

    @Test
    void usesTheSameArgumentsInBothLanguages() {
        for (var key : english.stringPropertyNames()) {
            assertThat(places(german.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
        }
    }

    @Test
    void hasEveryKeyThatAPageUses() throws IOException {
        var named = Pattern.compile("text\\['([\\w.]+)'\\]|fmt:message key=\"([\\w.]+)\"");
        try (var pages = Files.walk(Path.of("src/main/webapp"))) {
            for (var page : pages.filter(file -> file.toString().matches(".*\\.(xhtml|jspf?)"))
                    .toList()) {
                for (var found = named.matcher(Files.readString(page)); found.find(); ) {
                    var key = found.group(1) == null ? found.group(2) : found.group(1);
                    if (!key.endsWith(".")) {
                        assertThat(english.getProperty(key))
                                .as("%s in %s", key, page)
                                .isNotNull();
                    }
                }
            }
        }
    }

    private static TreeSet<String> places(String text) {
        return PLACE.matcher(text).results().map(each -> each.group()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties texts(String name) {
        var texts = new Properties();
        try (var in = Objects.requireNonNull(MessagesTest.class.getResourceAsStream("/org/vedfolnir/" + name))) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return texts;
    }
}
