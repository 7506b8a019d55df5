package org.vedfolnir.session.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.UndecodableAttributeException;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.document.seal.KeyRingTest;
import org.vedfolnir.session.document.seal.KeySource;

/** Documents as each version of the format was written: they load for ever. A fixture is never changed, only added. */
class FormatFixturesTest {

    private static final String KEY = "vedfolnir:session:" + "A".repeat(64);
    private static final String KEYS = "fixture:" + KeyRingTest.key(9);

    private final AttributeCodec codec = new AttributeCodec(AttributeCodec.defaultFilter());

    @Test
    void loadsThePlainDocumentOfFormat1() throws Exception {
        isTheFixture(new DocumentCodec(KeySource.of(KeyRing.none()), "/").decode(fixture("plain.json"), KEY));
    }

    @Test
    void loadsTheSealedDocumentOfFormat1() throws Exception {
        isTheFixture(new DocumentCodec(KeySource.of(KeyRing.parse(KEYS)), "/").decode(fixture("sealed.json"), KEY));
    }

    @Test
    void loadsTheDocumentOfFormat1WithARevisionTag() throws Exception {
        isTheFixture(new DocumentCodec(KeySource.of(KeyRing.none()), "/").decode(fixture("plain-with-mark.json"), KEY));
    }

    @Test
    void loadsTheSealedDocumentOfFormat1WithoutAHeaderInside() throws Exception {
        isTheFixture(new DocumentCodec(KeySource.of(KeyRing.parse(KEYS)), "/")
                .decode(fixture("sealed-without-head.json"), KEY));
    }

    @Test
    void loadsTheSealedDocumentOfFormat1WithAShortPlace() throws Exception {
        isTheFixture(new DocumentCodec(KeySource.of(KeyRing.parse(KEYS)), "/")
                .decode(fixture("sealed-short-place.json"), KEY));
    }

    @Test
    void loadsTheSealedDocumentOfFormat1WithAWrappedKey() throws Exception {
        isTheFixture(new DocumentCodec(KeySource.of(KeyRing.parse(KEYS)), "/")
                .decode(fixture("sealed-wrapped-key.json"), KEY));
    }

    @Test
    void loadsTheCompressedDocumentOfFormat1() throws Exception {
        for (var name : List.of("compressed.json", "compressed-wrapped-key.json")) {
            var document = new DocumentCodec(KeySource.of(KeyRing.parse(KEYS)), "/").decode(fixture(name), KEY);

            assertThat(value(document, "large")).as(name).isEqualTo("large ".repeat(1000));
        }
    }

    @Test
    void loadsTheDocumentOfAllTypesOfFormat1() throws Exception {
        var document = new DocumentCodec(KeySource.of(KeyRing.none()), "/").decode(fixture("types.json"), KEY);

        assertThat(document.attributes()).hasSameSizeAs(types());
        for (var expected : types().entrySet()) {
            assertThat(value(document, expected.getKey()))
                    .as(expected.getKey())
                    .isEqualTo(expected.getValue())
                    .hasSameClassAs(expected.getValue());
            assertThat(codec.encode(expected.getValue()))
                    .as("current document read as format 1: " + expected.getKey())
                    .isEqualTo(document.attributes().get(expected.getKey()));
        }
    }

    @Test
    void loadsThePlainDocumentOfFormat2WithItsPart() throws Exception {
        isTheFixtureWithAPart(new DocumentCodec(KeySource.of(KeyRing.none()), "/"), "plain");
    }

    @Test
    void loadsTheSealedDocumentOfFormat2WithItsPart() throws Exception {
        isTheFixtureWithAPart(new DocumentCodec(KeySource.of(KeyRing.parse(KEYS)), "/"), "sealed");
    }

    @Test
    void loadsTheSealedDocumentOfFormat2WithAShortPlaceAndPart() throws Exception {
        isTheFixtureWithAPart(new DocumentCodec(KeySource.of(KeyRing.parse(KEYS)), "/"), "sealed-short-place");
    }

    @Test
    void loadsTheSealedDocumentOfFormat2WithAWrappedKeyAndPart() throws Exception {
        isTheFixtureWithAPart(new DocumentCodec(KeySource.of(KeyRing.parse(KEYS)), "/"), "sealed-wrapped-key");
    }

    private void isTheFixtureWithAPart(DocumentCodec reader, String form) throws Exception {
        var document = reader.decode(fixture(2, form + ".json"), KEY);
        isTheFixture(document);
        var part = Objects.requireNonNull(document.parts().get("large"));
        var value = reader.parts().decode(fixture(2, form + "-part-2.json"), document.handle(), part);

        assertThat(part.number()).isEqualTo(2);
        assertThat(codec.decode(value, FormatFixturesTest.class.getClassLoader()))
                .isEqualTo(new ArrayList<>(List.of("large ".repeat(1000))));
    }

    private void isTheFixture(SessionDocument document) throws Exception {
        assertThat(document.version()).isEqualTo(7);
        assertThat(document.until()).isEqualTo(1787500000000L);
        assertThat(document.idle()).isEqualTo(7_200_000);
        assertThat(document.handle()).isEqualTo("0123456789abcdef0123456789abcdef");
        assertThat(document.createdAt()).isEqualTo(Instant.parse("2025-08-20T16:38:25.802836Z"));
        assertThat(document.authentication()).isEqualTo(new Authentication("FORM", "ann", List.of("ADMIN", "VIEWER")));
        for (var expected : FormatFixturesTest.values().entrySet()) {
            assertThat(value(document, expected.getKey()))
                    .as(expected.getKey())
                    .isEqualTo(expected.getValue())
                    .hasSameClassAs(expected.getValue());
        }
    }

    static Map<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("user_id", 1);
        values.put("username", "admin \u00fc \uD83D\uDE00");
        values.put("active", true);
        values.put("ratio", 0.5);
        values.put("count", 5_000_000_000L);
        values.put("since", Instant.parse("2026-01-01T00:00:00Z"));
        values.put("price", new BigDecimal("1.10"));
        values.put("unit", TimeUnit.DAYS);
        values.put("list", new ArrayList<>(List.of("a", 1, new LinkedHashMap<>(Map.of("b", 2.5)))));
        values.put("basket", new Basket("ann", new ArrayList<>(List.of("bread"))));
        values.put("_version", "an attribute of a reserved name");
        values.put("~tilde", "and one with its mark");
        return values;
    }

    /** One of each; the names are those of the table. */
    static Map<String, Object> types() {
        var types = new LinkedHashMap<String, Object>();
        types.put(
                "typed list",
                new ArrayList<>(List.of("a", 1L, Instant.EPOCH, new ArrayList<>(List.of(TimeUnit.DAYS)))));
        types.put("typed map", new LinkedHashMap<>(Map.of("a", Double.NaN)));
        types.put("long", 5_000_000_000L);
        types.put("short", (short) -3);
        types.put("byte", (byte) 7);
        types.put("float", 1.25f);
        types.put("double", Double.NEGATIVE_INFINITY);
        types.put("char", 'x');
        types.put("decimal", new BigDecimal("1.10"));
        types.put("integer", new BigInteger("123456789012345678901234567890"));
        types.put("instant", Instant.parse("2026-11-24T08:00:00.123456789Z"));
        types.put("date", LocalDate.of(2026, 11, 24));
        types.put("time", LocalTime.of(23, 59, 59, 1));
        types.put("datetime", LocalDateTime.of(2026, 2, 28, 0, 0));
        types.put("offset_time", OffsetTime.parse("10:15:30+01:00"));
        types.put("offset_datetime", OffsetDateTime.parse("2026-01-01T00:00:00+05:30"));
        types.put("zoned_datetime", ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Berlin]"));
        types.put("year", Year.of(2026));
        types.put("year_month", YearMonth.of(2026, 11));
        types.put("month_day", MonthDay.of(2, 29));
        types.put("offset", ZoneOffset.ofHours(2));
        types.put("zone", ZoneId.of("Europe/Berlin"));
        types.put("duration", Duration.ofMillis(-1));
        types.put("period", Period.of(1, -2, 3));
        types.put("uuid", UUID.fromString("00000000-0000-4000-8000-000000000001"));
        types.put("uri", URI.create("https://mastodon.example.com/a?b=c#d"));
        types.put("locale", Locale.GERMANY);
        types.put("enum", TimeUnit.DAYS);
        types.put("record", new Basket("ann", List.of("bread")));
        types.put("hash_set", new HashSet<>(List.of("b", "a", 1L)));
        types.put("linked_set", new LinkedHashSet<>(List.of("b", "a")));
        types.put("tree_set", new TreeSet<>(List.of(2L, 1L)));
        types.put("list_of", List.of("a", 1L));
        types.put("stream_list", Stream.of("a", null, "c").toList());
        types.put("set_of", Set.of("b", "a"));
        types.put("map", new LinkedHashMap<>(Map.of(1, "not a text for a key")));
        types.put("hash_map", new HashMap<>(Map.of("b", 1, "a", 2L)));
        types.put("tree_map", new TreeMap<>(Map.of(LocalDate.EPOCH, "a")));
        types.put("map_of", Map.of("b", 1, "a", List.of()));
        types.put("bytes", new byte[] {0, -1, 127});
        types.put("booleans", new boolean[] {true, false});
        types.put("chars", new char[] {'a', '"'});
        types.put("shorts", new short[] {1, -1});
        types.put("ints", new int[] {1, -1});
        types.put("longs", new long[] {Long.MAX_VALUE});
        types.put("floats", new float[] {Float.NaN, 1.5f});
        types.put("doubles", new double[] {Double.NaN, 1.5});
        types.put("array:string", new String[] {"a", null});
        types.put("array:object", new Object[] {1L, "a"});
        types.put("array:instant", new Instant[] {Instant.EPOCH});
        types.put("array:array:ints", new int[][][] {{{1}}, {}});
        return types;
    }

    private Object value(SessionDocument document, String name) throws Exception {
        var encoded = document.attributes().get(name);
        assertThat(encoded).as(name).isNotNull();
        return codec.decode(Objects.requireNonNull(encoded), FormatFixturesTest.class.getClassLoader());
    }

    @Test
    void loadsThePrincipalsOfFormat1() throws Exception {
        assertThat(user("realm").principal())
                .isEqualTo(new Authentication.OfRealm(
                        "org.apache.catalina.realm.UserDatabaseRealm$UserDatabasePrincipal"));
        assertThat(user("node").principal()).isEqualTo(new Authentication.OfNode("shop.Person"));
        assertThat(user("serialized").principal())
                .isInstanceOfSatisfying(Authentication.Serialized.class, own -> assertThat(deserialized(own))
                        .isEqualTo(new X500Principal("CN=ann, O=Shop")));
    }

    private static Authentication user(String kind) throws Exception {
        var document = new DocumentCodec(KeySource.of(KeyRing.none()), "/")
                .decode(fixture("principal-" + kind + ".json"), KEY);
        var user = Objects.requireNonNull(document.authentication());
        assertThat(user.name()).isEqualTo("CN=ann, O=Shop");
        assertThat(user.roles()).containsExactly("user");
        return user;
    }

    private Object deserialized(Authentication.Serialized own) {
        try {
            return codec.deserialize(own.value(), FormatFixturesTest.class.getClassLoader());
        } catch (UndecodableAttributeException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] fixture(String name) throws IOException {
        return fixture(1, name);
    }

    private static byte[] fixture(int format, String name) throws IOException {
        try (var in = FormatFixturesTest.class.getResourceAsStream("/format/" + format + "/" + name)) {
            assertThat(in).as("the fixture " + name).isNotNull();
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .getBytes(StandardCharsets.UTF_8);
        }
    }
}
