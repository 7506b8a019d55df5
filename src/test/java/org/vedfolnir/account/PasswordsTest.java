package org.vedfolnir.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What two texts have to share to be one password. */
class PasswordsTest {

    private static final Asker SOMEBODY = Asker.known(7);

    private final Passwords passwords = new Passwords();

    @Test
    void everyCharacterOfALongOneCounts() {
        var hash = passwords.hash("x".repeat(127) + "y", SOMEBODY);

        assertThat(passwords.verify("x".repeat(127) + "y", hash, SOMEBODY)).isTrue();
        assertThat(passwords.verify("x".repeat(127) + "z", hash, SOMEBODY)).isFalse();
        assertThat(passwords.verify("x".repeat(127), hash, SOMEBODY)).isFalse();
    }

    @Test
    void oneAccentTypedInTwoWaysIsOneAndSpacesAndCaseStay() {
        var hash = passwords.hash(" Caf\u00e9 am Morgen ", SOMEBODY);

        assertThat(passwords.verify(" Cafe\u0301 am Morgen ", hash, SOMEBODY)).isTrue();
        assertThat(passwords.verify("Caf\u00e9 am Morgen", hash, SOMEBODY)).isFalse();
        assertThat(passwords.verify(" caf\u00e9 am morgen ", hash, SOMEBODY)).isFalse();
    }

    @Test
    void nobodyKnowsAnUnknownOne() {
        assertThat(passwords.unknown(SOMEBODY)).isNotEqualTo(passwords.unknown(SOMEBODY));
        assertThat(passwords.verify("", passwords.unknown(SOMEBODY), SOMEBODY)).isFalse();
    }
}
