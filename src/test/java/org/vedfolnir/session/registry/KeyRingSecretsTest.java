package org.vedfolnir.session.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.admin.Secrets;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.document.seal.KeySource;
import org.vedfolnir.session.document.seal.TextCodec;

/** A secret of an application opens only in the place for which it was sealed, as long as its key is in the ring. */
class KeyRingSecretsTest {

    private static final String OLD = KeyRing.generate();
    private static final String NEW = KeyRing.generate().replaceFirst("k1", "k2");
    private static final String PLACE = "connection/token/7/1";

    @ParameterizedTest
    @ValueSource(strings = {"", "a token", "Grüße 🎉"})
    void opensWhatItSealed(String text) {
        var secrets = secrets(OLD);
        var sealed = secrets.seal(text, PLACE);

        assertThat(secrets.open(sealed, PLACE)).contains(new Secrets.Opened(text, false));
        assertThat(sealed).isNotEqualTo(secrets.seal(text, PLACE));
    }

    @Test
    void hidesTheSecretInTheSealedTextAndInToString() {
        var sealed = secrets(OLD).seal("nightingale", PLACE);

        assertThat(sealed).doesNotContain("nightingale");
        assertThat(secrets(OLD).open(sealed, PLACE).orElseThrow().toString()).doesNotContain("nightingale");
    }

    @Test
    void rejectsASecretInAnotherPlace() {
        assertThat(secrets(OLD).open(secrets(OLD).seal("nightingale", PLACE), "connection/token/8/1"))
                .isEmpty();
    }

    @Test
    void opensASecretOfAReplacedKeyAndReportsThatItIsNotTheActiveOne() {
        var sealed = secrets(OLD).seal("nightingale", PLACE);

        assertThat(secrets(NEW + "," + OLD).open(sealed, PLACE)).contains(new Secrets.Opened("nightingale", true));
        assertThat(secrets(NEW).open(sealed, PLACE))
                .as("secret of a removed key")
                .isEmpty();
        var anew = secrets(NEW + "," + OLD).seal("nightingale", PLACE);
        assertThat(secrets(NEW).open(anew, PLACE)).contains(new Secrets.Opened("nightingale", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nightingale", "{}", "{\"protected\":7}", "{\"protected\":\"e30\"}", "[]", "{"})
    void rejectsOtherText(String stored) {
        assertThat(secrets(OLD).open(stored, PLACE)).isEmpty();
    }

    @Test
    void rejectsASecretWithAChangedCharacter() {
        var sealed = secrets(OLD).seal("nightingale", PLACE);
        for (var at = 0; at < sealed.length(); at++) {
            var changed = new StringBuilder(sealed);
            changed.setCharAt(at, sealed.charAt(at) == 'A' ? 'B' : 'A');
            assertThat(secrets(OLD).open(changed.toString(), PLACE))
                    .as("at " + at)
                    .isEmpty();
        }
    }

    @Test
    void rejectsASessionDocumentAsASecret() {
        var document = new DocumentCodec(KeySource.of(KeyRing.parse(OLD)), "/")
                .encode(SessionDocument.begin(0, 60_000, "handle", Instant.EPOCH), PLACE);

        assertThat(secrets(OLD).open(new String(document, StandardCharsets.UTF_8), PLACE))
                .isEmpty();
    }

    @Test
    void isUnavailableWithoutKeysAndKeepsNothingInPlainText() {
        var without = new KeyRingSecrets(new TextCodec(KeySource.of(KeyRing.none())));

        assertThat(without.available()).isFalse();
        assertThatThrownBy(() -> without.seal("nightingale", PLACE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("encryptionKeys")
                .hasMessageNotContaining("nightingale");
        assertThat(without.open(secrets(OLD).seal("nightingale", PLACE), PLACE)).isEmpty();
    }

    private static Secrets secrets(String keys) {
        return new KeyRingSecrets(new TextCodec(KeySource.of(KeyRing.parse(keys))));
    }
}
