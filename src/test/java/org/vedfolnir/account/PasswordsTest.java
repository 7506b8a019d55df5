package org.vedfolnir.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What two texts have to share to be one password. */
class PasswordsTest {

    private final Passwords passwords = new Passwords();

    @Test
    void everyCharacterOfALongOneCounts() {
        var hash = passwords.hash("x".repeat(127) + "y");

        assertThat(passwords.verify("x".repeat(127) + "y", hash)).isTrue();
        assertThat(passwords.verify("x".repeat(127) + "z", hash)).isFalse();
        assertThat(passwords.verify("x".repeat(127), hash)).isFalse();
    }

    @Test
    void oneAccentTypedInTwoWaysIsOneAndSpacesAndCaseStay() {
        var hash = passwords.hash(" Caf\u00e9 am Morgen ");

        assertThat(passwords.verify(" Cafe\u0301 am Morgen ", hash)).isTrue();
        assertThat(passwords.verify("Caf\u00e9 am Morgen", hash)).isFalse();
        assertThat(passwords.verify(" caf\u00e9 am morgen ", hash)).isFalse();
    }

    @Test
    void nobodyKnowsAnUnknownOne() {
        assertThat(passwords.unknown()).isNotEqualTo(passwords.unknown());
        assertThat(passwords.verify("", passwords.unknown())).isFalse();
    }
}
