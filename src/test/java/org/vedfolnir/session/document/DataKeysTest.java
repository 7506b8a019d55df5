package org.vedfolnir.session.document;

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
import org.vedfolnir.session.document.UnreadableDocumentException.Reason;

/** A key of the ring wraps data keys and seals nothing itself; a data key is used so often and no more. */
class DataKeysTest {

    private static final byte[] PLAIN = "text".getBytes(StandardCharsets.UTF_8);
    private static final String PLACE = "here";
    private static final String K1 = "k1:" + KeyRingTest.key(1);
    private static final String K2 = "k2:" + KeyRingTest.key(2);

    /** A ring that a test replaces, and what was told of it. */
    private static final class Ring implements KeySource {

        private volatile KeyRing ring;
        private final boolean wrapping;
        private final List<String> told = new ArrayList<>();

        Ring(String keys, boolean wrapping) {
            this.ring = KeyRing.parse(keys);
            this.wrapping = wrapping;
        }

        @Override
        public KeyRing current() {
            return ring;
        }

        @Override
        public KeyRing renewed() {
            return ring;
        }

        @Override
        public boolean wrapping() {
            return wrapping;
        }

        @Override
        public void doesNotOpen(String kid) {
            told.add(kid);
        }
    }

    private final Ring keys = new Ring(K1, true);
    private final Sealer sealer = new Sealer(keys, 3);

    private static String member(String sealed, String name) {
        return String.valueOf(JsonReader.value(JsonReader.members(sealed).getOrDefault(name, "null")));
    }

    private static String wrapped(String sealed) {
        return member(sealed, "encrypted_key");
    }

    private static String header(String sealed) {
        return new String(Base64.getUrlDecoder().decode(member(sealed, "protected")), StandardCharsets.UTF_8);
    }

    private static String open(Sealer by, String sealed) throws UnreadableDocumentException {
        return new String(by.openText(JsonReader.members(sealed), PLACE), StandardCharsets.UTF_8);
    }

    private static void doesNotOpen(Sealer by, String sealed, Reason reason) {
        assertThatThrownBy(() -> open(by, sealed))
                .isInstanceOfSatisfying(UnreadableDocumentException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
    }

    @Test
    void anotherDataKeySealsWhenOneHasSealedAsOftenAsItMay() throws Exception {
        var wrapped = new ArrayList<String>();
        for (var i = 0; i < 7; i++) {
            var sealed = sealer.sealText(PLAIN, PLACE);
            wrapped.add(wrapped(sealed));
            assertThat(open(sealer, sealed)).isEqualTo("text");
            assertThat(open(new Sealer(new Ring(K1, true)), sealed))
                    .as("another node")
                    .isEqualTo("text");
        }

        assertThat(wrapped.subList(0, 3)).containsOnly(wrapped.get(0));
        assertThat(wrapped.subList(3, 6)).containsOnly(wrapped.get(3));
        assertThat(List.of(wrapped.get(0), wrapped.get(3), wrapped.get(6))).doesNotHaveDuplicates();
    }

    @Test
    void noDataKeyIsUsedMoreOftenHoweverManyThreadsSeal() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            Callable<String> seal = () -> wrapped(sealer.sealText(PLAIN, PLACE));
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
    void documentsPartsAndTextsAreSealedInThisWay() {
        var document = sealer.seal(PLAIN, new Head(1, 0, 0, 0), PLACE);
        var part = sealer.sealPart(PLAIN, "handle", 1);

        for (var sealed : List.of(document, part, sealer.sealText(PLAIN, PLACE))) {
            assertThat(header(sealed)).startsWith("{\"alg\":\"A256KW\",\"enc\":\"A256GCM\",\"kid\":\"k1\",");
            assertThat(Base64.getUrlDecoder().decode(wrapped(sealed))).hasSize(40);
        }
    }

    @Test
    void twoNodesNeverSealWithTheSameDataKey() {
        assertThat(wrapped(sealer.sealText(PLAIN, PLACE)))
                .isNotEqualTo(wrapped(new Sealer(keys, 3).sealText(PLAIN, PLACE)));
    }

    @Test
    void aKeyThatLeftTheRingOpensNothingAlthoughItsDataKeyIsRemembered() throws Exception {
        var sealed = sealer.sealText(PLAIN, PLACE);
        assertThat(open(sealer, sealed)).isEqualTo("text");

        keys.ring = KeyRing.parse(K2 + "," + K1);
        assertThat(open(sealer, sealed)).isEqualTo("text");
        var next = sealer.sealText(PLAIN, PLACE);
        assertThat(header(next)).contains("\"kid\":\"k2\"");
        assertThat(wrapped(next)).isNotEqualTo(wrapped(sealed));

        keys.ring = KeyRing.parse(K2);
        doesNotOpen(sealer, sealed, Reason.UNKNOWN_KEY);
        keys.ring = KeyRing.parse("k1:" + KeyRingTest.key(3));
        doesNotOpen(sealer, sealed, Reason.DAMAGED);
    }

    @Test
    void anotherOrAChangedEncryptedKeyOpensNothing() throws Exception {
        var sealed = sealer.sealText(PLAIN, PLACE);
        var own = wrapped(sealed);
        var others = new Sealer(keys, 3).sealText(PLAIN, PLACE);
        assertThat(open(sealer, others)).isEqualTo("text");
        doesNotOpen(sealer, sealed.replace(own, wrapped(others)), Reason.DAMAGED);
        doesNotOpen(sealer, sealed.replace(",\"encrypted_key\":\"" + own + "\"", ""), Reason.DAMAGED);
        doesNotOpen(sealer, sealed.replace("\"" + own + "\"", "\"\""), Reason.DAMAGED);
        doesNotOpen(sealer, sealed.replace("\"" + own + "\"", "7"), Reason.DAMAGED);
        for (var at = 0; at < own.length(); at++) {
            var changed = own.substring(0, at) + (own.charAt(at) == 'A' ? 'B' : 'A') + own.substring(at + 1);
            doesNotOpen(sealer, sealed.replace(own, changed), Reason.DAMAGED);
        }
    }

    @Test
    void aDataKeyOfAnotherLengthOpensNothing() throws Exception {
        var sealed = sealer.sealText(PLAIN, PLACE);
        var cipher = Cipher.getInstance("AESWrap");
        cipher.init(Cipher.WRAP_MODE, Objects.requireNonNull(keys.ring.key("k1")));
        var half = cipher.wrap(new SecretKeySpec(new byte[16], "AES"));
        var encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(half);

        doesNotOpen(sealer, sealed.replace(wrapped(sealed), encoded), Reason.DAMAGED);
    }

    @Test
    void withoutWrappingTheKeyOfTheRingSealsAsVersionsBeforeDid() throws Exception {
        var before = new Sealer(new Ring(K1, false), 3);
        var sealed = before.sealText(PLAIN, PLACE);

        assertThat(header(sealed)).startsWith("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"kid\":\"k1\",");
        assertThat(sealed).doesNotContain("encrypted_key");
        assertThat(open(sealer, sealed)).isEqualTo("text");
        assertThat(open(before, sealer.sealText(PLAIN, PLACE))).isEqualTo("text");
        doesNotOpen(
                sealer,
                sealed.replace(
                        ",\"iv\"", ",\"encrypted_key\":\"" + wrapped(sealer.sealText(PLAIN, PLACE)) + "\",\"iv\""),
                Reason.DAMAGED);
    }

    @Test
    void anotherKeyOfTheSameNameIsToldAndWhatWasMovedIsNot() {
        var other = new Ring("k1:" + KeyRingTest.key(9), true);
        for (var wrapping : List.of(true, false)) {
            var sealed = new Sealer(new Ring(K1, wrapping)).sealText(PLAIN, PLACE);
            other.told.clear();
            doesNotOpen(new Sealer(other), sealed, Reason.DAMAGED);
            assertThat(other.told).containsExactly("k1");

            var elsewhere = sealer;
            assertThatThrownBy(() -> elsewhere.openText(JsonReader.members(sealed), "elsewhere"))
                    .isInstanceOf(UnreadableDocumentException.class);
            assertThat(keys.told).isEmpty();
        }
    }

    @Test
    void checkValuesTellKeysApartAndAreNoPartOfThem() {
        var values = KeyRing.parse(K1 + "," + K2).checkValues();

        assertThat(values).containsOnlyKeys("k1", "k2");
        assertThat(values.values()).doesNotHaveDuplicates().allMatch(value -> value.matches("[0-9a-f]{16}"));
        assertThat(KeyRing.parse("k7:" + KeyRingTest.key(1)).checkValues())
                .isEqualTo(Map.of("k7", Objects.requireNonNull(values.get("k1"))));
        assertThat(KeyRing.none().checkValues()).isEmpty();
    }
}
