package org.vedfolnir.account.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What two texts have to share to be one password. */
class PasswordsTest {

    private static final Asker SOMEBODY = Asker.known(7);

    private final Passwords passwords = new Passwords();

    @Test
    void everyCharacterOfALongOneCounts() {
        var hash = passwords.hash("x".repeat(127) + "y", SOMEBODY);

        assertThat(verify("x".repeat(127) + "y", hash)).isTrue();
        assertThat(verify("x".repeat(127) + "z", hash)).isFalse();
        assertThat(verify("x".repeat(127), hash)).isFalse();
    }

    @Test
    void oneAccentTypedInTwoWaysIsOneAndSpacesAndCaseStay() {
        var hash = passwords.hash(" Caf\u00e9 am Morgen ", SOMEBODY);

        assertThat(verify(" Cafe\u0301 am Morgen ", hash)).isTrue();
        assertThat(verify("Caf\u00e9 am Morgen", hash)).isFalse();
        assertThat(verify(" caf\u00e9 am morgen ", hash)).isFalse();
    }

    @Test
    void nobodyKnowsAnUnknownOne() {
        assertThat(passwords.unknown(SOMEBODY)).isNotEqualTo(passwords.unknown(SOMEBODY));
        assertThat(verify("", passwords.unknown(SOMEBODY))).isFalse();
    }

    private boolean verify(String password, String hash) {
        return passwords.in(SOMEBODY, place -> passwords.verify(password, hash, place));
    }
}
