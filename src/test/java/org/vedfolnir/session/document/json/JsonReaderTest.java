package org.vedfolnir.session.document.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8259 to the letter; anything else is an IllegalArgumentException and never another exception. */
class JsonReaderTest {

    @Test
    void readsEveryKindOfValue() {
        assertThat(JsonReader.value(" {\"a\" : [1, -2.5e3, true, false, null, \"\\u00fc\\n\\/\"] , \"b\":{}}\n"))
                .isEqualTo(new LinkedHashMap<>(Map.of(
                        "a",
                        new ArrayList<>(Arrays.asList(1, -2500.0, true, false, null, "\u00fc\n/")),
                        "b",
                        new LinkedHashMap<>())));
        assertThat(JsonReader.value("2147483648")).isEqualTo(2147483648L);
        assertThat(JsonReader.value("-0.0")).isEqualTo(-0.0);
    }

    @Test
    void readsNumbersOfUpToFourHundredCharacters() {
        var longest = "1" + "0".repeat(399);
        assertThat(JsonReader.exactValue("[" + longest + "]")).isEqualTo(List.of(new BigInteger(longest)));
        assertThatThrownBy(() -> JsonReader.exactValue("[" + longest + "0]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too long");
    }

    @Test
    void splitsAnObjectIntoRawMembers() {
        assertThat(JsonReader.members("{\"a\": [1, {\"b\":2}] ,\"\\u0063\":\"x\"}"))
                .containsExactly(Map.entry("a", "[1, {\"b\":2}]"), Map.entry("c", "\"x\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "nulll",
                "tru",
                "True",
                "NaN",
                "Infinity",
                "-",
                "+1",
                "01",
                "-01",
                "1.",
                ".5",
                "1e",
                "1e+",
                "0x1",
                "\"",
                "\"\n\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u\uFF11\uFF11\uFF11\uFF11\"",
                "'a'",
                "[",
                "]",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{",
                "}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{1:1}",
                "{\"a\":1 \"b\":2}",
                "1 2",
                "{}{}",
                "// x",
                "\uFEFF1",
                "\u00a01",
                "[1}"
            })
    void rejectsMalformedText(String text) {
        assertThatThrownBy(() -> JsonReader.value(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonReader.members("{\"x\":" + text + "}"))
                .as("also without building it")
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rejectsDuplicateNamesAndNumbersBeyondLong() {
        assertThatThrownBy(() -> JsonReader.value("{\"a\":1,\"\\u0061\":2}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonReader.members("{\"a\":1,\"\\u0061\":2}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonReader.value("99999999999999999999")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rejectsDeepNestingWithoutStackOverflow() {
        for (var deep : List.of("[".repeat(1_000_000), "{\"a\":".repeat(1_000_000), "[{\"a\":".repeat(500_000))) {
            assertThatThrownBy(() -> JsonReader.value(deep)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> JsonReader.members("{\"x\":" + deep)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(JsonReader.value("[".repeat(99) + "]".repeat(99))).isNotNull();
    }

    @Test
    void rejectsEveryTruncationOfAValidText() {
        var good = "{\"a\":[1,-2.5e3,true,null,\"\\u00fc\\n\"],\"b\":{\"c\":\"d\"}}";
        for (var length = 0; length < good.length(); length++) {
            var cut = good.substring(0, length);
            assertThatThrownBy(() -> JsonReader.members(cut)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> JsonReader.value(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void readsWhatTheWriterWrote() {
        for (var c = 0; c <= Character.MAX_VALUE; c++) {
            var text = "a" + (char) c + "b";
            var written = JsonWriter.quoted(text);
            assertThat(JsonReader.value(written)).isEqualTo(text);
            assertThat(new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(written);
        }
    }
}
