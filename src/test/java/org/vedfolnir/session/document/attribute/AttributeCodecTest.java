package org.vedfolnir.session.document.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
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
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.document.Basket;
import org.vedfolnir.session.document.attribute.serialization.NotStorableException;

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
                OffsetTime.parse("10:15:30.000000001+01:00"),
                Year.of(12),
                YearMonth.of(-1, 12),
                MonthDay.of(2, 29),
                ZoneOffset.UTC,
                ZoneOffset.ofHoursMinutesSeconds(-1, -2, -3),
                ZoneId.of("Europe/Berlin"),
                ZoneId.of("UTC+01:00"),
                Locale.GERMANY,
                Locale.ROOT,
                Locale.forLanguageTag("zh-Hant-TW-x-lvariant-POSIX"),
                TimeUnit.DAYS,
                WithBody.FIRST,
                new ArrayList<>(List.of(1L, "x")),
                new ArrayList<>(List.of(map("@long", 1))),
                map("@long", Instant.EPOCH),
                map("@long", 1, "more", 2L),
                new LinkedHashMap<>(Map.of(1, "not a text for a key")),
                new HashMap<>(Map.of("b", 1, "a", 2L)),
                new HashMap<>(Map.of(TimeUnit.DAYS, new HashSet<>(List.of(1, 2)))),
                new TreeMap<>(Map.of(2L, "b", 1L, "a")),
                Map.of(),
                Map.of("@long", 1),
                Map.of(1, 2, 3, 4),
                new HashSet<>(Arrays.asList("x", null, 1)),
                new LinkedHashSet<>(List.of("z", "a")),
                new TreeSet<>(List.of("z", "a")),
                Set.of(),
                Set.of(1L),
                Set.of(3, 2, 1),
                List.of(),
                List.of(1, 2L),
                List.of(1, 2, 3),
                new Basket("ann", List.of("bread", "salt")),
                new Basket("bob", new ArrayList<>(List.of("salt"))),
                new ArrayList<>(List.of(new Basket("carl", List.of()))),
                new Everything((byte) 1, (short) 2, 3, 4L, 1.5f, Double.NaN, 'x', true, 5L, null, Instant.EPOCH, "o"),
                new Nothing());
    }

    record Everything(
            byte b,
            short s,
            int i,
            long l,
            float f,
            double d,
            char c,
            boolean z,
            Long boxed,
            @Nullable BigDecimal none,
            @Nullable Instant instant,
            @Nullable Object any)
            implements Serializable {}

    record Nothing() implements Serializable {}

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
    void roundTripsValuesOfPlainAndTypedJson(Object value) throws Exception {
        var encoded = codec.encode(value);

        assertThat(encoded.serialized()).isFalse();
        assertThat(codec.decode(encoded, loader)).isEqualTo(value).hasSameClassAs(value);
        assertThat(codec.encode(value)).as("equal values, equal text").isEqualTo(encoded);
    }

    static List<Object> serialized() {
        var references = new ArrayList<Object>();
        references.add("itself");
        var twice = new ArrayList<Object>(List.of(references, references));
        return List.of(
                new TreeMap<>(Map.of("a", twice)),
                twice,
                Arrays.asList("x", null),
                Collections.emptyList(),
                Collections.unmodifiableList(new ArrayList<>(List.of(1))),
                new TreeSet<>(Collections.reverseOrder()),
                new EnumMap<>(Map.of(TimeUnit.DAYS, 1)),
                new BigDecimal("1".repeat(9000)),
                new Locale("a-very-long-language-name"),
                references.getClass());
    }

    @ParameterizedTest
    @MethodSource("serialized")
    void serializesValuesThatJsonWouldLose(Object value) throws Exception {
        var encoded = codec.encode(value);

        assertThat(encoded.serialized()).isTrue();
        assertThat(codec.decode(encoded, loader)).isEqualTo(value).hasSameClassAs(value);
    }

    @Test
    void namesATypeOnlyWhereJsonWouldLoseIt() {
        assertThat(codec.encode(new ArrayList<>(Arrays.asList("a", 1, null))))
                .isEqualTo(new EncodedAttribute(null, "[\"a\",1,null]"));
        assertThat(codec.encode(new ArrayList<>(List.of("a", 1L))))
                .isEqualTo(new EncodedAttribute("typed", "[\"a\",{\"@long\":1}]"));
        assertThat(codec.encode(List.of("a"))).isEqualTo(new EncodedAttribute("list_of", "[\"a\"]"));
        assertThat(codec.encode(new HashMap<>(Map.of("b", 1, "a", 2L))))
                .isEqualTo(new EncodedAttribute("hash_map", "{\"a\":{\"@long\":2},\"b\":1}"));
        assertThat(codec.encode(Map.of(2, "b"))).isEqualTo(new EncodedAttribute("map_of", "[[2,\"b\"]]"));
        assertThat(codec.encode(new Basket("ann", List.of("bread"))))
                .isEqualTo(new EncodedAttribute(
                        "record:" + Basket.class.getName(),
                        "{\"owner\":\"ann\",\"goods\":{\"@list_of\":[\"bread\"]}}"));
    }

    @Test
    void keepsCollectionsThatMayHoldNull() throws Exception {
        var read = (List<?>) codec.decode(codec.encode(Stream.of("a", "b").toList()), loader);
        assertThat(read.contains(null)).isFalse();
        var strict = (List<?>) codec.decode(codec.encode(List.of("a", "b")), loader);
        assertThatThrownBy(() -> strict.contains(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> strict.remove(0)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(codec.decode(codec.encode(Stream.of("a", null).toList()), loader))
                .isEqualTo(Arrays.asList("a", null));
    }

    /** Its constructor changes its argument, so the value would not be restored. */
    record Counting(int number) implements Serializable {
        Counting {
            number++;
        }
    }

    record Dressed(String word) implements Serializable {
        @Override
        public String word() {
            return "***";
        }
    }

    record NotSerializable(String word) {}

    @Test
    void serializesARecordThatItsConstructorWouldChange() {
        assertThat(codec.encode(new Counting(1)).serialized()).isTrue();
    }

    @Test
    void storesARecordByItsFieldsNotItsAccessors() throws Exception {
        var encoded = codec.encode(new Dressed("word"));

        assertThat(encoded.json()).isEqualTo("{\"word\":\"word\"}");
        assertThat(codec.decode(encoded, loader)).isEqualTo(new Dressed("word"));
    }

    @Test
    void rejectsARecordThatIsNotSerializable() {
        assertThatThrownBy(() -> codec.encode(new NotSerializable("x"))).isInstanceOf(NotStorableException.class);
        assertThatThrownBy(() -> codec.decode(
                        new EncodedAttribute("record:" + NotSerializable.class.getName(), "{\"word\":\"x\"}"), loader))
                .isInstanceOf(UndecodableAttributeException.class);
    }

    @Test
    void loadsARecordThatGainedOrLostAComponent() throws Exception {
        var read = codec.decode(
                new EncodedAttribute(
                        "record:" + Everything.class.getName(), "{\"l\":7,\"boxed\":8,\"of-a-newer-version\":1}"),
                loader);

        assertThat(read)
                .isEqualTo(new Everything((byte) 0, (short) 0, 0, 7, 0, 0, (char) 0, false, 8L, null, null, null));
    }

    @Test
    void rejectsRecordsAndEnumsThatTheFilterRejects() throws Exception {
        var strict = new AttributeCodec(ObjectInputFilter.Config.createFilter("java.util.concurrent.*;!*"));

        assertThat(strict.decode(strict.encode(TimeUnit.DAYS), loader)).isEqualTo(TimeUnit.DAYS);
        for (var refused : List.of(new Basket("ann", List.of()), WithBody.FIRST, List.of(WithBody.FIRST))) {
            assertThatThrownBy(() -> strict.decode(strict.encode(refused), loader))
                    .isInstanceOf(UndecodableAttributeException.class);
        }
    }

    @Test
    void roundTripsBytesAndArrays() throws Exception {
        assertThat((byte[]) codec.decode(codec.encode(new byte[] {0, -1, 127}), loader))
                .containsExactly(0, -1, 127);
        assertThat((int[]) codec.decode(codec.encode(new int[] {1, 2}), loader)).containsExactly(1, 2);
        assertThat((String[]) codec.decode(codec.encode(new String[] {"a", null}), loader))
                .containsExactly("a", null);
        assertThat((int[][]) codec.decode(codec.encode(new int[][] {{1}, {}}), loader))
                .isDeepEqualTo(new int[][] {{1}, {}});
        assertThat((Basket[]) codec.decode(codec.encode(new Basket[] {new Basket("ann", List.of())}), loader))
                .containsExactly(new Basket("ann", List.of()));
        assertThat(codec.encode(new String[] {"a"})).isEqualTo(new EncodedAttribute("array:string", "[\"a\"]"));
        assertThat(codec.encode(new Number[] {1}).serialized()).isTrue();
    }

    @Test
    void roundTripsAListThatHoldsItself() throws Exception {
        var knot = new ArrayList<Object>();
        knot.add(knot);

        var read = (List<?>) codec.decode(codec.encode(knot), loader);

        assertThat(read.get(0)).isSameAs(read);
    }

    @Test
    void checksAListThatHoldsItselfTwiceInBoundedTime() throws Exception {
        var knot = new ArrayList<Object>();
        knot.add(knot);
        knot.add(knot);

        assertThat(codec.encode(knot).serialized()).isTrue();
    }

    @Test
    void namesTheClassOfAValueThatCannotBeStored() {
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
    void rejectsTextThatDoesNotFitItsTag(String tagged) {
        var bar = tagged.indexOf('|');
        var attribute = new EncodedAttribute(tagged.substring(0, bar), tagged.substring(bar + 1));

        assertThatThrownBy(() -> codec.decode(attribute, loader)).isInstanceOf(UndecodableAttributeException.class);
    }

    @Test
    void initializesNoClassThatATagNames() {
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
    void rejectsKnownGadgetClasses() throws Exception {
        var gadget = "java.rmi.server.UnicastRemoteObject";
        var bytes = renamed(serialize(new Basket("x", List.of())), Basket.class.getName(), gadget);

        assertThatThrownBy(() -> codec.decode(
                        new EncodedAttribute("java", '"' + Base64.getEncoder().encodeToString(bytes) + '"'), loader))
                .isInstanceOf(UndecodableAttributeException.class);
    }

    @Test
    void neverShowsTheValueInAMessage() {
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
