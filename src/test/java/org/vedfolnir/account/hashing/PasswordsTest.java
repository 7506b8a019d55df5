package org.vedfolnir.account.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which texts count as the same password. */
class PasswordsTest {

    private static final HashingRequester SOMEBODY = HashingRequester.known(7);

    private final Passwords passwords = new Passwords();

    @Test
    void comparesEveryCharacterOfALongPassword() {
        var hash = passwords.hash("x".repeat(127) + "y", SOMEBODY);

        assertThat(verify("x".repeat(127) + "y", hash)).isTrue();
        assertThat(verify("x".repeat(127) + "z", hash)).isFalse();
        assertThat(verify("x".repeat(127), hash)).isFalse();
    }

    @Test
    void normalizesAccentsAndKeepsSpacesAndCase() {
        var hash = passwords.hash(" Caf\u00e9 am Morgen ", SOMEBODY);

        assertThat(verify(" Cafe\u0301 am Morgen ", hash)).isTrue();
        assertThat(verify("Caf\u00e9 am Morgen", hash)).isFalse();
        assertThat(verify(" caf\u00e9 am morgen ", hash)).isFalse();
    }

    @Test
    void verifiesNoPasswordWithoutAHash() {
        assertThat(passwords.hashOfRandomPassword(SOMEBODY)).isNotEqualTo(passwords.hashOfRandomPassword(SOMEBODY));
        assertThat(verify("", passwords.hashOfRandomPassword(SOMEBODY))).isFalse();
    }

    private boolean verify(String password, String hash) {
        return passwords.withPermit(SOMEBODY, permit -> passwords.verify(password, hash, permit));
    }
}
