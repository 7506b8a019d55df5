package org.vedfolnir.session.document.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.session.document.Basket;

/** An attacker who can write to the store chooses tags and texts. No tag runs code of a class that the table does not name, and none breaks a request. */
class HostileAttributesTest {

    private final AttributeCodec codec = new AttributeCodec(AttributeCodec.defaultFilter());
    private final ClassLoader loader = HostileAttributesTest.class.getClassLoader();

    /** Loading, making or reading it leaves a trace in a class of its own, which looking at it does not initialize. */
    static final class Canary implements Serializable {

        private static final long serialVersionUID = 1;

        static {
            Traces.LEFT.add("initialized");
        }

        Canary() {
            Traces.LEFT.add("constructed");
        }

        private void readObject(ObjectInputStream in) {
            Traces.LEFT.add("read");
        }
    }

    /** Its stream is that of a canary but for the name. */
    static final class Parrot implements Serializable {

        private static final long serialVersionUID = 1;
    }

    /** A record without {@code Serializable}. */
    record CanaryRecord(String text) {

        static {
            Traces.LEFT.add("record initialized");
        }

        CanaryRecord {
            Traces.LEFT.add("record constructed");
        }
    }

    static final class Traces {
        static final List<String> LEFT = new ArrayList<>();
    }

    static Stream<String> tags() {
        var ownTags = Stream.of(
                "long",
                "short",
                "byte",
                "float",
                "double",
                "char",
                "decimal",
                "integer",
                "instant",
                "date",
                "time",
                "datetime",
                "offset_time",
                "offset_datetime",
                "zoned_datetime",
                "year",
                "year_month",
                "month_day",
                "offset",
                "zone",
                "duration",
                "period",
                "uuid",
                "uri",
                "locale",
                "hash_set",
                "linked_set",
                "tree_set",
                "list_of",
                "stream_list",
                "set_of",
                "map",
                "hash_map",
                "tree_map",
                "map_of",
                "booleans",
                "bytes",
                "chars",
                "shorts",
                "ints",
                "longs",
                "floats",
                "doubles",
                "java",
                "array:string",
                "array:ints",
                "record:" + Basket.class.getName(),
                "enum:java.util.concurrent.TimeUnit");
        var wrong = Stream.of(
                "",
                "enum:",
                "record:",
                "bean:",
                "array:",
                "array:array:",
                "array:nothing",
                "same",
                "@long",
                "null",
                "record:java.lang.String",
                "record:no.such.Record",
                "record:[Ljava.lang.String;",
                "enum:int",
                "array:record:java.lang.Object",
                "string",
                "int",
                "object",
                "LONG",
                "record:" + "x".repeat(100_000));
        return Stream.concat(ownTags, wrong);
    }

    @ParameterizedTest
    @MethodSource("tags")
    void rejectsTextThatIsNotOfItsType(String tag) {
        for (var json : List.of(
                "null",
                "true",
                "1.5",
                "99999999999999999999",
                "1e999",
                "\"\"",
                "\"\\u0000\"",
                "{\"a\":null,\"@x\":1}",
                "[null,[]]",
                "{\"@hash_map\":[[1,2],[1,3]]}",
                "[[1,2],[1,2]]",
                "\"" + "9".repeat(20_000) + "\"",
                "[[[]",
                "{\"a\":1,\"a\":2}",
                "[".repeat(100_000),
                "{\"@" + tag + "\":[]}",
                "")) {
            for (var text :
                    List.of(json, "[" + json + "]", "{\"@" + tag.replaceAll("[^\\w.:$]", "") + "\":" + json + "}")) {
                assertRejectedOrRead(new EncodedAttribute(tag, text));
                assertRejectedOrRead(new EncodedAttribute("typed", text));
            }
        }
        for (var json : List.of("true", "1.5", "[", "\"\\u0000.\"")) {
            assertThatThrownBy(() -> codec.decode(new EncodedAttribute(tag, json), loader))
                    .isInstanceOf(UndecodableAttributeException.class)
                    .hasMessageNotContaining("x".repeat(300));
        }
    }

    private void assertRejectedOrRead(EncodedAttribute attribute) {
        try {
            assertThat(codec.decode(attribute, loader)).isNotNull();
        } catch (UndecodableAttributeException e) {
            assertThat(e).hasMessageContaining("decoding failed");
        }
    }

    @Test
    void runsNoCodeOfAClassOutsideTheTable() {
        for (var canary : List.of(Canary.class, CanaryRecord.class)) {
            for (var tag :
                    List.of("", "enum:", "record:", "bean:", "array:", "array:enum:", "array:record:", "java:")) {
                for (var json : List.of("\"x\"", "{\"text\":\"x\"}", "[]", "{\"@class\":\"x\"}", "[\"x\",{}]")) {
                    assertThatThrownBy(() -> codec.decode(new EncodedAttribute(tag + canary.getName(), json), loader))
                            .isInstanceOf(UndecodableAttributeException.class);
                    assertRejectedOrRead(
                            new EncodedAttribute("typed", "{\"@" + tag + canary.getName() + "\":" + json + "}"));
                }
            }
        }
        assertThat(Traces.LEFT).isEmpty();
    }

    @Test
    void runsNoCodeOfAClassThatTheFilterRejects() throws Exception {
        var strict = new AttributeCodec(AttributeCodec.filter("java.base/*;org.vedfolnir.session.document.Basket;!*"));
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Parrot());
        }
        var stream = bytes.toString(StandardCharsets.ISO_8859_1).replace("$Parrot", "$Canary");
        var text = Base64.getEncoder().encodeToString(stream.getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> strict.decode(new EncodedAttribute("java", '"' + text + '"'), loader))
                .isInstanceOf(UndecodableAttributeException.class);
        assertThat(Traces.LEFT).isEmpty();
    }
}
