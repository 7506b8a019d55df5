package org.vedfolnir.session.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Documents as each version of the format was written: they load for ever. A fixture is never changed, only added. */
class FormatFixturesTest {

    private static final String KEY = "vedfolnir:session:" + "A".repeat(64);
    private static final String KEYS = "fixture:" + KeyRingTest.key(9);

    private final AttributeCodec codec = new AttributeCodec(AttributeCodec.defaultFilter());

    @Test
    void thePlainDocumentOfFormat1Loads() throws Exception {
        isTheFixture(new DocumentCodec(KeyRing.none(), "/").decode(fixture("plain.json"), KEY));
    }

    @Test
    void theSealedDocumentOfFormat1Loads() throws Exception {
        isTheFixture(new DocumentCodec(KeyRing.parse(KEYS), "/").decode(fixture("sealed.json"), KEY));
    }

    @Test
    void theCompressedDocumentOfFormat1Loads() throws Exception {
        var document = new DocumentCodec(KeyRing.parse(KEYS), "/").decode(fixture("compressed.json"), KEY);

        assertThat(value(document, "large")).isEqualTo("large ".repeat(1000));
    }

    @Test
    void thePlainDocumentOfFormat2LoadsWithItsPart() throws Exception {
        isTheFixtureWithAPart(new DocumentCodec(KeyRing.none(), "/"), "plain");
    }

    @Test
    void theSealedDocumentOfFormat2LoadsWithItsPart() throws Exception {
        isTheFixtureWithAPart(new DocumentCodec(KeyRing.parse(KEYS), "/"), "sealed");
    }

    private void isTheFixtureWithAPart(DocumentCodec reader, String form) throws Exception {
        var document = reader.decode(fixture(2, form + ".json"), KEY);
        isTheFixture(document);
        var part = Objects.requireNonNull(document.parts().get("large"));
        var value = reader.decodePart(fixture(2, form + "-part-2.json"), document.handle(), part);

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

    private Object value(SessionDocument document, String name) throws Exception {
        var encoded = document.attributes().get(name);
        assertThat(encoded).as(name).isNotNull();
        return codec.decode(Objects.requireNonNull(encoded), FormatFixturesTest.class.getClassLoader());
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
