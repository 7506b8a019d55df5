package org.vedfolnir.account.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.web.Settings;

/** Each rejection names the broken rule; a text that breaks none may be a password. */
class PasswordRulesTest {

    private static final String SETTING = "vedfolnir.passwordMinLength";

    private final PasswordRules rules = new PasswordRules();

    @BeforeEach
    void wire() {
        rules.settings = new Settings(System::getProperty, System::getenv, name -> null);
        rules.common = new CommonPasswords();
    }

    @AfterEach
    void unset() {
        System.clearProperty(SETTING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a quiet morning",
                "correct hare battery maple",
                "               x",
                "nul\0 is a character too",
                "日本語のパスワードは長くても大丈夫",
                "\uD83E\uDD89\uD83C\uDF32\uD83C\uDF19\uD83D\uDD25\uD83C\uDF0A\uD83C\uDFD4\uD83C\uDF3E\uD83D\uDC1F\uD83E\uDD80\uD83C\uDF44\uD83C\uDF37\uD83E\uDEB6\uD83E\uDDED\u26F5\uD83C\uDF08",
                "837264918273645"
            })
    void acceptsPasswordsOfAnyCharacters(String password) {
        assertThat(messages(password)).isEmpty();
    }

    @Test
    void accepts256CodePointsAndRejectsOneMore() {
        var owls = "\uD83E\uDD89 owl, ".repeat(64).substring(0, 64 * 8);
        var long256 = owls.substring(0, owls.offsetByCodePoints(0, 200))
                + "another ending, of fifty-six characters in all, as it is";
        assertThat(long256.codePointCount(0, long256.length())).isEqualTo(256);

        assertThat(messages(long256)).isEmpty();
        assertThat(messages(long256 + "!"))
                .containsExactly("The password can have at most 256 characters, but has 257.");
    }

    @ParameterizedTest
    @CsvSource({"fourteen chars,14", "'',0", "e\u0301 e\u0301 e\u0301 e\u0301 e\u0301 e\u0301 e\u0301,13"})
    void rejectsAShortPasswordAndNamesItsLength(String password, int length) {
        assertThat(messages(password))
                .containsExactly(
                        "The password must have at least 15 characters, but has " + length + ". Add a word or two.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "passwordpassword",
                "Password1234567!",
                "!!!!!!Password!!!!!!",
                "123456789012345",
                "aaaaaaaaaaaaaaaaaaaa",
                "abcabcabcabcabcabc",
                "qwertyuiop12345",
                "123456789qwerty",
                "Mailcreated5240",
                "iloveyou iloveyou",
                "correct horse battery staple",
                "1qaz2wsx3edc4rfv"
            })
    void rejectsACommonPasswordWithAddedCharactersOrRepetition(String password) {
        assertThat(messages(password)).hasSize(1).first().asString().contains("too common");
    }

    @ParameterizedTest
    @CsvSource({
        "my name is Ann-Marie today,ann-marie",
        "mail ann@quiet.example to me,ann@quiet.example",
        "the vedfolnir flies high,vedfolnir",
        "VEDFOLNIR flies so high,vedfolnir"
    })
    void rejectsAPasswordThatContainsNameAddressOrProduct(String password, String word) {
        assertThat(messages(password))
                .containsExactly(
                        "The password must not contain '" + word + "', which is easy to guess. Choose another.");
    }

    @Test
    void rejectsARepetitionThatDiffers() {
        assertThat(rules.messages("a quiet morning", "a quiet mornin", "ann-marie", "ann@quiet.example"))
                .extracting(message -> message.text(Locale.ENGLISH))
                .containsExactly("The two passwords do not match. Enter both again.");
    }

    @Test
    void acceptsAMinimumLengthFrom8To64Only() {
        System.setProperty(SETTING, "8");
        assertThat(messages("q8#rT!kz")).isEmpty();
        assertThat(messages("sunshine")).hasSize(1);

        for (var wrong : List.of("7", "65", "-1", "many", "")) {
            System.setProperty(SETTING, wrong);
            assertThatThrownBy(rules::shortest)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("system property vedfolnir.passwordMinLength is '" + wrong + "'")
                    .hasMessageContaining("must be a number from 8 to 64");
        }
    }

    private List<String> messages(String password) {
        return rules.messages(password, password, "ann-marie", "ann@quiet.example").stream()
                .map(message -> message.text(Locale.ENGLISH))
                .toList();
    }
}
