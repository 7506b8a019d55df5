package org.vedfolnir.session.document.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.document.json.JsonReader;
import org.vedfolnir.session.document.seal.UnreadableDocumentException.Reason;

/** A key of the ring wraps data keys and seals nothing itself; a data key is used so often and no more. */
class DataKeysTest {

    private static final String PLAIN = "text";
    private static final String PLACE = "here";
    private static final String K1 = "k1:" + KeyRingTest.key(1);
    private static final String K2 = "k2:" + KeyRingTest.key(2);

    /** A key ring that a test replaces, and the messages about it. */
    private static final class Ring implements KeySource {

        private volatile KeyRing ring;
        private final boolean wrapping;
        private final List<String> reported = new ArrayList<>();

        Ring(String keys, boolean wrapping) {
            this.ring = KeyRing.parse(keys);
            this.wrapping = wrapping;
        }

        @Override
        public KeyRing current() {
            return ring;
        }

        @Override
        public KeyRing reload() {
            return ring;
        }

        @Override
        public boolean wrapping() {
            return wrapping;
        }

        @Override
        public void onDecryptionFailure(String kid) {
            reported.add(kid);
        }
    }

    private final Ring keys = new Ring(K1, true);
    private final TextCodec texts = codec(keys);

    /** Data keys that seal three times each. */
    private static TextCodec codec(Ring keys) {
        return new TextCodec(keys, new Sealer(keys, 3));
    }

    private static String member(String sealed, String name) {
        return String.valueOf(JsonReader.value(JsonReader.members(sealed).getOrDefault(name, "null")));
    }

    private static String wrapped(String sealed) {
        return member(sealed, "encrypted_key");
    }

    private static String header(String sealed) {
        return new String(Base64.getUrlDecoder().decode(member(sealed, "protected")), StandardCharsets.UTF_8);
    }

    private static String open(TextCodec by, String sealed) throws UnreadableDocumentException {
        return by.decode(sealed, PLACE);
    }

    private static void doesNotOpen(TextCodec by, String sealed, Reason reason) {
        assertThatThrownBy(() -> open(by, sealed))
                .isInstanceOfSatisfying(UnreadableDocumentException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
    }

    @Test
    void replacesADataKeyAfterItsLastUse() throws Exception {
        var wrapped = new ArrayList<String>();
        for (var i = 0; i < 7; i++) {
            var sealed = texts.encode(PLAIN, PLACE);
            wrapped.add(wrapped(sealed));
            assertThat(open(texts, sealed)).isEqualTo("text");
            assertThat(open(new TextCodec(new Ring(K1, true)), sealed))
                    .as("another node")
                    .isEqualTo("text");
        }

        assertThat(wrapped.subList(0, 3)).containsOnly(wrapped.get(0));
        assertThat(wrapped.subList(3, 6)).containsOnly(wrapped.get(3));
        assertThat(List.of(wrapped.get(0), wrapped.get(3), wrapped.get(6))).doesNotHaveDuplicates();
    }

    @Test
    void boundsTheUsesOfADataKeyAcrossThreads() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            Callable<String> seal = () -> wrapped(texts.encode(PLAIN, PLACE));
            var uses = threads.invokeAll(Collections.nCopies(1000, seal)).stream()
                    .map(each -> {
                        try {
                            return each.get();
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    })
                    .collect(Collectors.groupingBy(each -> each, Collectors.counting()));

            assertThat(uses.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(3));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void sealsATextWithAWrappedKey() {
        var sealed = texts.encode(PLAIN, PLACE);

        assertThat(header(sealed)).startsWith("{\"alg\":\"A256KW\",\"enc\":\"A256GCM\",\"kid\":\"k1\",");
        assertThat(Base64.getUrlDecoder().decode(wrapped(sealed))).hasSize(40);
    }

    @Test
    void drawsADataKeyForEachNode() {
        assertThat(wrapped(texts.encode(PLAIN, PLACE)))
                .isNotEqualTo(wrapped(codec(keys).encode(PLAIN, PLACE)));
    }

    @Test
    void opensNothingWithAKeyThatLeftTheRing() throws Exception {
        var sealed = texts.encode(PLAIN, PLACE);
        assertThat(open(texts, sealed)).isEqualTo("text");

        keys.ring = KeyRing.parse(K2 + "," + K1);
        assertThat(open(texts, sealed)).isEqualTo("text");
        var next = texts.encode(PLAIN, PLACE);
        assertThat(header(next)).contains("\"kid\":\"k2\"");
        assertThat(wrapped(next)).isNotEqualTo(wrapped(sealed));

        keys.ring = KeyRing.parse(K2);
        doesNotOpen(texts, sealed, Reason.UNKNOWN_KEY);
        keys.ring = KeyRing.parse("k1:" + KeyRingTest.key(3));
        doesNotOpen(texts, sealed, Reason.DAMAGED);
    }

    @Test
    void rejectsAnotherOrAChangedEncryptedKey() throws Exception {
        var sealed = texts.encode(PLAIN, PLACE);
        var own = wrapped(sealed);
        var others = codec(keys).encode(PLAIN, PLACE);
        assertThat(open(texts, others)).isEqualTo("text");
        doesNotOpen(texts, sealed.replace(own, wrapped(others)), Reason.DAMAGED);
        doesNotOpen(texts, sealed.replace(",\"encrypted_key\":\"" + own + "\"", ""), Reason.DAMAGED);
        doesNotOpen(texts, sealed.replace("\"" + own + "\"", "\"\""), Reason.DAMAGED);
        doesNotOpen(texts, sealed.replace("\"" + own + "\"", "7"), Reason.DAMAGED);
        for (var at = 0; at < own.length(); at++) {
            var changed = own.substring(0, at) + (own.charAt(at) == 'A' ? 'B' : 'A') + own.substring(at + 1);
            doesNotOpen(texts, sealed.replace(own, changed), Reason.DAMAGED);
        }
    }

    @Test
    void rejectsADataKeyOfAnotherLength() throws Exception {
        var sealed = texts.encode(PLAIN, PLACE);
        var cipher = Cipher.getInstance("AESWrap");
        cipher.init(Cipher.WRAP_MODE, Objects.requireNonNull(keys.ring.key("k1")));
        var half = cipher.wrap(new SecretKeySpec(new byte[16], "AES"));
        var encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(half);

        doesNotOpen(texts, sealed.replace(wrapped(sealed), encoded), Reason.DAMAGED);
    }

    @Test
    void sealsDirectlyWithoutWrappingAsEarlierVersions() throws Exception {
        var before = codec(new Ring(K1, false));
        var sealed = before.encode(PLAIN, PLACE);

        assertThat(header(sealed)).startsWith("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"kid\":\"k1\",");
        assertThat(sealed).doesNotContain("encrypted_key");
        assertThat(open(texts, sealed)).isEqualTo("text");
        assertThat(open(before, texts.encode(PLAIN, PLACE))).isEqualTo("text");
        doesNotOpen(
                texts,
                sealed.replace(",\"iv\"", ",\"encrypted_key\":\"" + wrapped(texts.encode(PLAIN, PLACE)) + "\",\"iv\""),
                Reason.DAMAGED);
    }

    @Test
    void reportsAnotherKeyOfTheSameNameButNoMovedText() {
        var other = new Ring("k1:" + KeyRingTest.key(9), true);
        for (var wrapping : List.of(true, false)) {
            var sealed = new TextCodec(new Ring(K1, wrapping)).encode(PLAIN, PLACE);
            other.reported.clear();
            doesNotOpen(new TextCodec(other), sealed, Reason.DAMAGED);
            assertThat(other.reported).containsExactly("k1");

            var elsewhere = texts;
            assertThatThrownBy(() -> elsewhere.decode(sealed, "elsewhere"))
                    .isInstanceOf(UnreadableDocumentException.class);
            assertThat(keys.reported).isEmpty();
        }
    }

    @Test
    void distinguishesKeysByTheirCheckValues() {
        var values = KeyRing.parse(K1 + "," + K2).checkValues();

        assertThat(values).containsOnlyKeys("k1", "k2");
        assertThat(values.values()).doesNotHaveDuplicates().allMatch(value -> value.matches("[0-9a-f]{16}"));
        assertThat(KeyRing.parse("k7:" + KeyRingTest.key(1)).checkValues())
                .isEqualTo(Map.of("k7", Objects.requireNonNull(values.get("k1"))));
        assertThat(KeyRing.none().checkValues()).isEmpty();
    }
}
