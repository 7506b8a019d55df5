package org.vedfolnir.session.document.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Keys are taken as they are meant, or refused without being shown. */
public class KeyRingTest {

    private static final String CANARY = "Q0FOQVJZ"; // "CANARY" in Base64

    @Test
    void sealsWithTheFirstKeyAndOpensWithAll() {
        var ring = KeyRing.parse(" new:" + key(1) + " , old:" + key(2) + " ");

        assertThat(ring.sealing()).isTrue();
        assertThat(ring.active().getKey()).isEqualTo("new");
        assertThat(ring.key("old")).isNotNull();
        assertThat(ring.key("unknown")).isNull();
        assertThat(KeyRing.none().sealing()).isFalse();
    }

    @Test
    void acceptsBothBase64Alphabets() {
        var bytes = new byte[32];
        for (var i = 0; i < 32; i++) {
            bytes[i] = (byte) (250 + i * 7);
        }
        var plain = Base64.getEncoder().encodeToString(bytes);
        var url = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        assertThat(plain).isNotEqualTo(url);

        assertThat(KeyRing.parse("k:" + plain).key("k"))
                .isEqualTo(KeyRing.parse("k:" + url).key("k"));
    }

    @Test
    void parsesAGeneratedSetting() {
        assertThat(KeyRing.parse(KeyRing.generate()).sealing()).isTrue();
        assertThat(KeyRing.generate()).isNotEqualTo(KeyRing.generate());
    }

    @Test
    void namesAWrongEntryByPositionAndNeverShowsIt() {
        assertRejected("a:" + key(1) + "," + CANARY, "entry 2", "a colon");
        assertRejected("a:" + CANARY, "entry 1", "32 random bytes");
        assertRejected("a:" + CANARY + "!!", "entry 1", "not Base64");
        assertRejected("a:" + key(1) + ",a:" + key(2), "entry 2", "occur once");
        assertRejected("name with space:" + key(1), "entry 1", "colon");
        assertRejected("a:" + Base64.getEncoder().encodeToString(new byte[32]), "entry 1", "random");
        assertRejected("", "entry 1");
        assertRejected("a:" + key(1) + ",,b:" + key(2), "entry 2");
    }

    @Test
    void neverPrintsAKey() {
        assertThat(KeyRing.parse("k1:" + key(1)).toString()).isEqualTo("KeyRing[k1]");
    }

    private static void assertRejected(String setting, String... texts) {
        assertThatThrownBy(() -> KeyRing.parse(setting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(texts)
                .hasMessageNotContainingAny(CANARY, key(1), key(2));
    }

    public static String key(int seed) {
        var bytes = new byte[32];
        for (var i = 0; i < 32; i++) {
            bytes[i] = (byte) (seed * 31 + i);
        }
        return Base64.getEncoder().encodeToString(bytes);
    }
}
