package org.vedfolnir.session.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value comes back as the same value of the same class, or it is refused; it never comes back as something else. */
class AttributeCodecTest {

    private final AttributeCodec codec = new AttributeCodec(AttributeCodec.defaultFilter());
    private final ClassLoader loader = AttributeCodecTest.class.getClassLoader();

    static List<Object> readable() {
        return List.of(
                "",
                "text",
                "\u00fc \u4e2d \uD83D\uDE00 \" \\ / \b\f\n\r\t \u0000 \u007f \u2028 \u2029 </script>",
                "lone \uD800 high and \uDC00 low \uDC00\uD800",
                true,
                0,
                Integer.MIN_VALUE,
                1.5,
                -0.0,
                Double.MIN_VALUE,
                1e300,
                new ArrayList<>(Arrays.asList("a", 1, null, true, 2.5)),
                new ArrayList<>(List.of(new ArrayList<>(List.of(new LinkedHashMap<>())))),
                map("z", 1, "a", new ArrayList<>(List.of("x")), "", null),
                1L,
                Long.MAX_VALUE,
                (short) -3,
                (byte) 7,
                1.25f,
                Float.NaN,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                'x',
                '\uD800',
                new BigDecimal("1.10"),
                new BigDecimal("-1E+400"),
                new BigInteger("123456789012345678901234567890"),
                Instant.parse("2026-11-24T08:00:00.123456789Z"),
                Instant.MAX,
                LocalDate.of(-44, 3, 15),
                LocalTime.of(23, 59, 59, 1),
                LocalDateTime.of(2026, 2, 28, 0, 0),
                OffsetDateTime.parse("2026-01-01T00:00:00+05:30"),
                ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Berlin]"),
                Duration.ofMillis(-1),
                Period.of(1, -2, 3),
                UUID.fromString("00000000-0000-4000-8000-000000000001"),
                URI.create("https://mastodon.example.com/a?b=c#d"),
                TimeUnit.DAYS,
                WithBody.FIRST);
    }

    private static LinkedHashMap<String, @Nullable Object> map(@Nullable Object... pairs) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (var i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }

    /** A constant with a body has a class of its own. */
    enum WithBody {
        FIRST {
            @Override
            int number() {
                return 1;
            }
        };

        abstract int number();
    }

    @ParameterizedTest
    @MethodSource("readable")
    void whatOtherLanguagesCanReadComesBackWithItsClass(Object value) throws Exception {
        var encoded = codec.encode(value);

        assertThat(encoded.serialized()).isFalse();
        assertThat(codec.decode(encoded, loader)).isEqualTo(value).hasSameClassAs(value);
        assertThat(codec.encode(value)).as("equal values, equal text").isEqualTo(encoded);
    }

    static List<Object> serialized() {
        var references = new ArrayList<Object>();
        references.add("itself");
        return List.of(
                new Basket("ann", List.of("bread", "salt")),
                new HashMap<>(Map.of("a", 1)),
                new TreeMap<>(Map.of("a", 1)),
                List.of(1, 2),
                Arrays.asList("x", null),
                Collections.emptyList(),
                new ArrayList<>(List.of(1L)),
                new ArrayList<>(List.of(new Basket("bob", List.of()))),
                new LinkedHashMap<>(Map.of(1, "not a text for a key")),
                Locale.GERMANY,
                references.getClass());
    }

    @ParameterizedTest
    @MethodSource("serialized")
    void whatPlainJsonWouldLoseIsSerializedAndComesBackWithItsClass(Object value) throws Exception {
        var encoded = codec.encode(value);

        assertThat(encoded.serialized()).isTrue();
        assertThat(codec.decode(encoded, loader)).isEqualTo(value).hasSameClassAs(value);
    }

    @Test
    void bytesAndArraysComeBackByTheirContent() throws Exception {
        assertThat((byte[]) codec.decode(codec.encode(new byte[] {0, -1, 127}), loader))
                .containsExactly(0, -1, 127);
        assertThat((int[]) codec.decode(codec.encode(new int[] {1, 2}), loader)).containsExactly(1, 2);
        assertThat((String[]) codec.decode(codec.encode(new String[] {"a"}), loader))
                .containsExactly("a");
    }

    @Test
    void aListThatHoldsItselfComesBackHoldingItself() throws Exception {
        var knot = new ArrayList<Object>();
        knot.add(knot);

        var read = (List<?>) codec.decode(codec.encode(knot), loader);

        assertThat(read.get(0)).isSameAs(read);
    }

    @Test
    void aListThatHoldsItselfTwiceIsNoEndlessWork() throws Exception {
        var knot = new ArrayList<Object>();
        knot.add(knot);
        knot.add(knot);

        assertThat(codec.encode(knot).serialized()).isTrue();
    }

    @Test
    void whatCannotBeStoredIsRefusedByName() {
        assertThatThrownBy(() -> codec.encode(new Object()))
                .isInstanceOf(NotStorableException.class)
                .hasMessageContaining("java.lang.Object")
                .hasMessageContaining("Make it Serializable");
        assertThatThrownBy(() -> codec.encode(new ArrayList<>(List.of(new Object()))))
                .isInstanceOf(NotStorableException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "enum:java.util.concurrent.TimeUnit|\"CENTURIES\"",
                "enum:java.lang.String|\"x\"",
                "enum:no.such.Class|\"x\"",
                "long|\"1\"",
                "long|1.5",
                "instant|\"yesterday\"",
                "char|\"\"",
                "uuid|\"x\"",
                "bytes|\"***\"",
                "bytes|7",
                "java|\"AAAA\"",
                "java|{}",
                "of-a-newer-version|1",
                "json|null",
                "json|[1,",
                "date|null",
            })
    void whatDoesNotFitItsTagIsRefused(String tagged) {
        var bar = tagged.indexOf('|');
        var attribute = new EncodedAttribute(tagged.substring(0, bar), tagged.substring(bar + 1));

        assertThatThrownBy(() -> codec.decode(attribute, loader)).isInstanceOf(UndecodableAttributeException.class);
    }

    @Test
    void aTagRunsNoCodeOfTheClassThatItNames() {
        assertThatThrownBy(() ->
                        codec.decode(new EncodedAttribute("enum:" + RunsWhenLoaded.class.getName(), "\"x\""), loader))
                .isInstanceOf(UndecodableAttributeException.class);
        assertThat(RUNS.get()).isZero();
    }

    static final AtomicInteger RUNS = new AtomicInteger();

    static final class RunsWhenLoaded {
        static {
            RUNS.incrementAndGet();
        }
    }

    @Test
    void classesThatRunCodeWhenTheyAreReadAreRefused() throws Exception {
        var gadget = "java.rmi.server.UnicastRemoteObject";
        var bytes = renamed(serialize(new Basket("x", List.of())), Basket.class.getName(), gadget);

        assertThatThrownBy(() -> codec.decode(
                        new EncodedAttribute("java", '"' + Base64.getEncoder().encodeToString(bytes) + '"'), loader))
                .isInstanceOf(UndecodableAttributeException.class);
    }

    @Test
    void aSerializedBombIsRefused() throws Exception {
        Object bomb = new ArrayDeque<>();
        for (var depth = 0; depth < 400; depth++) {
            bomb = new ArrayDeque<>(List.of((Serializable) bomb));
        }
        var encoded = codec.encode(bomb);

        assertThatThrownBy(() -> codec.decode(encoded, loader)).isInstanceOf(UndecodableAttributeException.class);
    }

    @Test
    void aMessageNeverShowsTheValue() {
        assertThatThrownBy(() -> codec.decode(new EncodedAttribute("uuid", "\"canary-value\""), loader))
                .hasMessageContaining("uuid")
                .hasMessageNotContaining("canary");
    }

    private static byte[] serialize(Object value) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.available()).isZero();
        }
        return bytes.toByteArray();
    }

    /** Replaces a class name in a stream, length and all. */
    private static byte[] renamed(byte[] stream, String from, String to) {
        var text = new String(stream, StandardCharsets.ISO_8859_1);
        var replaced =
                text.replace((char) 0 + "" + (char) from.length() + from, (char) 0 + "" + (char) to.length() + to);
        assertThat(replaced).isNotEqualTo(text);
        return replaced.getBytes(StandardCharsets.ISO_8859_1);
    }
}
