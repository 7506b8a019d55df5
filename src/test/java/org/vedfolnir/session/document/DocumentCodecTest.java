package org.vedfolnir.session.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.json.JsonReader;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.document.seal.KeyRingTest;
import org.vedfolnir.session.document.seal.KeySource;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.document.seal.UnreadableDocumentException.Reason;

/** A document comes back whole, or not at all. */
class DocumentCodecTest {

    private static final String KEY = "vedfolnir:session:here";
    private static final String OLD = "old:" + KeyRingTest.key(1);
    private static final String NEW = "new:" + KeyRingTest.key(2);

    private static final EncodedAttribute LARGE = new EncodedAttribute(null, '"' + "large text ".repeat(1000) + '"');
    private static final EncodedAttribute OTHER = new EncodedAttribute("bytes", "\"AAAA\"");

    private final DocumentCodec plain = new DocumentCodec(KeySource.of(KeyRing.none()), "/");
    private final DocumentCodec sealing = codec(OLD);

    private static DocumentCodec codec(String keys) {
        return new DocumentCodec(KeySource.of(KeyRing.parse(keys)), "/");
    }

    private static SessionDocument document(Map<String, EncodedAttribute> attributes) {
        return new SessionDocument(
                7,
                1787500000000L,
                7_200_000,
                "handle",
                Instant.parse("2026-08-20T16:38:25.802836Z"),
                Instant.parse("2026-08-20T16:39:25Z"),
                new Authentication("FORM", "ann \u00fc \"x\"", List.of("ADMIN", "")),
                "c2F2ZWQ=",
                attributes,
                Map.of(),
                null);
    }

    @Test
    void roundTripsPlainAndSealed() throws Exception {
        var document =
                document(Map.of("user_id", new EncodedAttribute("long", "1"), "e", new EncodedAttribute(null, "[]")));

        assertThat(plain.decode(plain.encode(document, KEY), KEY)).isEqualTo(document);
        assertThat(sealing.decode(sealing.encode(document, KEY), KEY)).isEqualTo(document);
    }

    @Test
    void roundTripsAttributesOfAnyNameInTheirOrder() throws Exception {
        var attributes = new LinkedHashMap<String, EncodedAttribute>();
        for (var name : List.of(
                "_version",
                "_until",
                "_idle",
                "_session",
                "created_at",
                "last_activity",
                "protected",
                "iv",
                "ciphertext",
                "tag",
                "~",
                "~_version",
                "~~x",
                "",
                "types",
                "format",
                "\u00fc\uD83D\uDE00",
                "lone \uD800",
                "a\"b\\c\n",
                "WELD_S#x|flat|app.Bean|null|0")) {
            attributes.put(name, new EncodedAttribute("long", "" + attributes.size()));
        }
        var document = document(attributes);

        for (var codec : List.of(plain, sealing)) {
            var read = codec.decode(codec.encode(document, KEY), KEY);
            assertThat(read).isEqualTo(document);
            assertThat(read.attributes().keySet()).containsExactlyElementsOf(attributes.keySet());
        }
    }

    @Test
    void beginsWithTheClearMembersThatScriptsRead() {
        for (var codec : List.of(plain, sealing)) {
            assertThat(text(codec.encode(document(Map.of()), KEY)))
                    .startsWith("{\"_version\":7,\"_until\":1787500000000,\"_idle\":7200000,");
        }
    }

    @Test
    void compressesALargeDocumentAndHidesAllOfASealedOne() throws Exception {
        var large = document(Map.of("canary", new EncodedAttribute(null, '"' + "canary".repeat(5000) + '"')));
        var sealed = sealing.encode(large, KEY);

        assertThat(sealed.length).isLessThan(2000);
        assertThat(text(sealed)).doesNotContain("canary", "\"ann\"", "ADMIN");
        assertThat(sealing.decode(sealed, KEY)).isEqualTo(large);
        assertThat(sealing.encode(large, KEY)).as("no nonce twice").isNotEqualTo(sealed);
    }

    @Test
    void roundTripsPartDescriptionsPlainAndSealed() throws Exception {
        var document = document(Map.of("small", new EncodedAttribute(null, "1")))
                .withAttributes(
                        Map.of("small", new EncodedAttribute(null, "1")),
                        Map.of(
                                "large \"x\"",
                                plain.parts().describe(3, LARGE),
                                "other",
                                plain.parts().describe(1, OTHER)));

        assertThat(plain.decode(plain.encode(document, KEY), KEY)).isEqualTo(document);
        assertThat(sealing.decode(sealing.encode(document, KEY), KEY)).isEqualTo(document);
        for (var codec : List.of(plain, sealing)) {
            assertThat(text(codec.encode(document, KEY)))
                    .startsWith("{\"_version\":7,\"_until\":1787500000000,\"_idle\":7200000,\"_parts\":3,");
        }
        assertThat(text(plain.encode(document, KEY))).contains("\"format\":2").doesNotContain("large text");
        var sealed = text(sealing.encode(document, KEY));
        assertRejected(sealing, sealed.replace("\"_parts\":3", "\"_parts\":1"), Reason.DAMAGED);
        assertRejected(sealing, sealed.replace("\"_parts\":3,", ""), Reason.DAMAGED);
    }

    @Test
    void opensAPartForItsSessionNumberAndValueOnly() throws Exception {
        for (var codec : List.of(plain, sealing)) {
            var part = codec.parts().describe(2, LARGE);
            var stored = codec.parts().encode(LARGE, "handle", 2);

            assertThat(codec.parts().decode(stored, "handle", part)).isEqualTo(LARGE);
            assertPartRejected(codec, stored, "handle", codec.parts().describe(2, OTHER));
        }
        var sealed = sealing.parts().encode(LARGE, "handle", 2);
        assertThat(text(sealed)).doesNotContain("large text");
        assertPartRejected(sealing, sealed, "another", sealing.parts().describe(2, LARGE));
        assertPartRejected(sealing, sealed, "handle", sealing.parts().describe(1, LARGE));
        assertPartRejected(
                sealing,
                plain.parts().encode(LARGE, "handle", 2),
                "handle",
                sealing.parts().describe(2, LARGE));
    }

    @Test
    void sealsDocumentsAndPartsWithAWrappedKey() {
        var document = sealing.encode(document(Map.of()), KEY);

        for (var sealed : List.of(document, sealing.parts().encode(LARGE, "handle", 1))) {
            var members = JsonReader.members(text(sealed));
            assertThat(members).containsKey("encrypted_key");
            assertThat(text(Base64.getUrlDecoder()
                            .decode(String.valueOf(JsonReader.value(members.getOrDefault("protected", "null"))))))
                    .startsWith("{\"alg\":\"A256KW\",\"enc\":\"A256GCM\",\"kid\":\"");
        }
    }

    @Test
    void rejectsASealedPartWithAnyBitChanged() {
        var part = sealing.parts().describe(1, OTHER);
        var sealed = sealing.parts().encode(OTHER, "handle", 1);
        for (var bit = 0; bit < sealed.length * 8; bit++) {
            var changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertPartRejected(sealing, changed, "handle", part);
        }
    }

    @Test
    void tellsWhetherAPartUsesTheActiveKey() throws Exception {
        var both = codec(NEW + "," + OLD);
        var byOld = sealing.parts().describe(1, LARGE);

        assertThat(sealing.parts().usesActiveKey(byOld)).isTrue();
        assertThat(both.parts().usesActiveKey(byOld)).isFalse();
        assertThat(both.parts().usesActiveKey(both.parts().describe(1, LARGE))).isTrue();
        assertThat(both.parts().describe(1, LARGE).sameValue(byOld)).isTrue();
        assertThat(both.parts().decode(sealing.parts().encode(LARGE, "handle", 1), "handle", byOld))
                .isEqualTo(LARGE);
    }

    @Test
    void matchesAPartWithItsOwnValueOnly() {
        var part = plain.parts().describe(1, LARGE);

        assertThat(part.holds(new EncodedAttribute(null, LARGE.json()))).isTrue();
        assertThat(part.holds(new EncodedAttribute("java", LARGE.json()))).isFalse();
        assertThat(part.holds(new EncodedAttribute(null, LARGE.json().replace('g', 'k'))))
                .isFalse();
        var wide = new EncodedAttribute(null, "\"\uD83D\uDE00\u20ac\u00fc\"");
        assertThat(plain.parts().describe(1, wide).holds(wide)).isTrue();
    }

    private static void assertPartRejected(DocumentCodec codec, byte[] stored, String handle, Part part) {
        assertThatThrownBy(() -> codec.parts().decode(stored, handle, part))
                .isInstanceOf(UnreadableDocumentException.class);
    }

    @Test
    void readsAnAttributeNamedPartsInTheFirstFormat() throws Exception {
        var document = document(Map.of("_parts", new EncodedAttribute(null, "5")));
        var first = text(plain.encode(document, KEY)).replace("\"~_parts\"", "\"_parts\"");

        assertThat(plain.decode(plain.encode(document, KEY), KEY)).isEqualTo(document);
        assertThat(plain.decode(first.getBytes(StandardCharsets.UTF_8), KEY)).isEqualTo(document);
    }

    @Test
    void opensOldDocumentsWhileKeysRotate() throws Exception {
        var document = document(Map.of());
        var byOld = sealing.encode(document, KEY);
        var both = codec(NEW + "," + OLD);

        assertThat(both.decode(byOld, KEY)).isEqualTo(document);
        var byNew = both.encode(document, KEY);
        assertThat(codec(NEW).decode(byNew, KEY)).isEqualTo(document);
        assertRejected(sealing, byNew, Reason.UNKNOWN_KEY);
        assertRejected(codec(NEW), byOld, Reason.UNKNOWN_KEY);
        assertRejected(codec("old:" + KeyRingTest.key(3)), byOld, Reason.DAMAGED);
    }

    @Test
    void opensUnderItsOwnStoreKeyOnly() {
        var sealed = sealing.encode(document(Map.of()), KEY);

        assertThatThrownBy(() -> sealing.decode(sealed, KEY + "x"))
                .isInstanceOfSatisfying(UnreadableDocumentException.class, thrown -> assertThat(thrown.reason())
                        .isEqualTo(Reason.DAMAGED));
    }

    @Test
    void rejectsASealedDocumentWithAnyBitChanged() {
        var sealed = sealing.encode(document(Map.of("a", new EncodedAttribute(null, "1"))), KEY);
        for (var bit = 0; bit < sealed.length * 8; bit++) {
            var changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> sealing.decode(changed, KEY))
                    .as("bit %d", bit)
                    .isInstanceOf(UnreadableDocumentException.class);
        }
    }

    @Test
    void rejectsChangedClearMembers() {
        var sealed = text(sealing.encode(document(Map.of()), KEY));

        assertRejected(sealing, sealed.replace("\"_version\":7", "\"_version\":8"), Reason.DAMAGED);
        assertRejected(sealing, sealed.replace("\"_until\":1787500000000", "\"_until\":0"), Reason.DAMAGED);
        assertRejected(sealing, sealed.replace("\"_idle\":7200000", "\"_idle\":0"), Reason.DAMAGED);
    }

    @Test
    void rejectsPlainDocumentsWhenKeysAreSetAndSealedOnesWhenNot() {
        assertRejected(sealing, plain.encode(document(Map.of()), KEY), Reason.DAMAGED);
        assertRejected(plain, sealing.encode(document(Map.of()), KEY), Reason.UNKNOWN_KEY);
    }

    @Test
    void distinguishesANewerFormatFromOtherData() {
        var document = text(plain.encode(document(Map.of()), KEY));

        assertRejected(plain, document.replace("\"format\":1", "\"format\":3"), Reason.NEWER_FORMAT);
        assertRejected(plain, document.replace("\"format\":1", "\"format\":\"1\""), Reason.NOT_A_DOCUMENT);
        assertRejected(plain, document.replace("\"format\":1", "\"format\":0"), Reason.NOT_A_DOCUMENT);
        assertRejected(plain, document.replace("2026-08-20", "2026-13-20"), Reason.NOT_A_DOCUMENT);
        assertRejected(plain, document.replace("\"handle\":\"handle\"", "\"handle\":7"), Reason.NOT_A_DOCUMENT);
        assertRejected(plain, document.replace("\"_version\":7", "\"_version\":-7"), Reason.NOT_A_DOCUMENT);
        assertRejected(
                plain, document.replace("\"_version\":7", "\"_version\":" + "9".repeat(30)), Reason.NOT_A_DOCUMENT);
        for (var rubbish : List.of("", "null", "[]", "{}", "{\"_session\":{\"format\":99}}", "\u0000", "hello")) {
            assertRejected(plain, rubbish, Reason.NOT_A_DOCUMENT);
            assertRejected(sealing, rubbish, Reason.NOT_A_DOCUMENT);
        }
    }

    private static void assertRejected(DocumentCodec codec, String document, Reason reason) {
        assertRejected(codec, document.getBytes(StandardCharsets.UTF_8), reason);
    }

    private static void assertRejected(DocumentCodec codec, byte[] document, Reason reason) {
        assertThatThrownBy(() -> codec.decode(document, KEY))
                .isInstanceOfSatisfying(UnreadableDocumentException.class, thrown -> assertThat(thrown.reason())
                        .isEqualTo(reason));
    }

    private static String text(byte[] document) {
        return new String(document, StandardCharsets.UTF_8);
    }
}
