package org.vedfolnir.instance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vedfolnir.instance.InstanceAddress.Checked;
import org.vedfolnir.instance.InstanceAddress.Flaw;

/** An address is stored in one spelling, or rejected with the flaw that it has. */
class InstanceAddressTest {

    private static final AddressPolicy STRANGERS = new AddressPolicy(false);
    private static final AddressPolicy WITH_LOOPBACK = new AddressPolicy(true);

    @ParameterizedTest
    @CsvSource({
        "https://mastodon.example, https://mastodon.example",
        "'  https://mastodon.example/ ', https://mastodon.example",
        "HTTPS://Mastodon.EXAMPLE, https://mastodon.example",
        "https://mastodon.example., https://mastodon.example",
        "https://mastodon.example:443/, https://mastodon.example",
        "https://mastodon.example:8443, https://mastodon.example:8443",
        "https://münchen.example, https://xn--mnchen-3ya.example",
        "mastodon.example, https://mastodon.example",
        "mastodon.example:8443/, https://mastodon.example:8443",
        "[2606:4700::1111], https://[2606:4700::1111]",
        "https://mastodon.example/@alice, https://mastodon.example",
        "https://mastodon.example/@alice/112233?x=y, https://mastodon.example",
        "https://mastodon.example/@alice@10.0.0.1, https://mastodon.example",
        "https://mastodon.example:8443/web/@alice, https://mastodon.example:8443",
        "https://mastodon.example/users/alice, https://mastodon.example",
        "mastodon.example/@alice, https://mastodon.example",
        "@alice@mastodon.example, https://mastodon.example",
        "alice@mastodon.example, https://mastodon.example",
        "https://1.1.1.1, https://1.1.1.1",
        "https://[2606:4700::1111], https://[2606:4700::1111]"
    })
    void storesAnAddressInOneSpelling(String entered, String stored) {
        assertThat(InstanceAddress.of(entered, STRANGERS))
                .isInstanceOfSatisfying(
                        Checked.Good.class, good -> assertThat(good.address()).hasToString(stored));
    }

    @ParameterizedTest
    @CsvSource({
        "'', MISSING",
        "' ', MISSING",
        "http://mastodon.example, NOT_HTTPS",
        "ftp://mastodon.example, NOT_HTTPS",
        "javascript:alert(1), HOST",
        "file:///etc/passwd, NOT_HTTPS",
        "https://alice@mastodon.example, CREDENTIALS",
        "https://alice:word@mastodon.example, CREDENTIALS",
        "https://mastodon.example@10.0.0.1, CREDENTIALS",
        "https://mastodon.example\\@alice, CREDENTIALS",
        "http://mastodon.example/@alice, NOT_HTTPS",
        "alice@10.0.0.1, PRIVATE",
        "@alice@localhost, PRIVATE",
        "10.0.0.1, PRIVATE",
        "//mastodon.example, HOST",
        "@, CREDENTIALS",
        "@alice, CREDENTIALS",
        "https://mastodon.example/about, PATH",
        "https://mastodon.example?x=y, PATH",
        "https://mastodon.example#x, PATH",
        "https://mastodon.example\\x, PATH",
        "https://, HOST",
        "https:///, HOST",
        "https://mastodon example, HOST",
        "https://mastodon_example, HOST",
        "https://-.example, HOST",
        "https://a..example, HOST",
        "https://mastodon.example:0, HOST",
        "https://mastodon.example:65536, HOST",
        "https://mastodon.example:x, HOST",
        "https://%6d.example, HOST",
        "https://[::g], HOST",
        "https://localhost, PRIVATE",
        "https://LOCALHOST., PRIVATE",
        "https://my.localhost, PRIVATE",
        "https://127.0.0.1, PRIVATE",
        "https://2130706433, PRIVATE",
        "https://127.1, HOST",
        "https://10.0.0.1, PRIVATE",
        "https://169.254.169.254, PRIVATE",
        "https://[::1], PRIVATE",
        "https://[::ffff:127.0.0.1], PRIVATE"
    })
    void rejectsAnAddressWithItsFlaw(String entered, Flaw flaw) {
        assertThat(InstanceAddress.of(entered, STRANGERS)).isEqualTo(new Checked.Bad(flaw));
    }

    @Test
    void rejectsAnAddressThatTheDatabaseCannotStore() {
        var longest = "https://" + "a123456789.".repeat(22) + "example";

        assertThat(InstanceAddress.of(longest, STRANGERS)).isInstanceOf(Checked.Good.class);
        assertThat(InstanceAddress.of("https://" + "a".repeat(500), STRANGERS))
                .isEqualTo(new Checked.Bad(Flaw.TOO_LONG));
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:3000", "http://127.0.0.1:3000", "https://localhost", "http://[::1]:3000"})
    void acceptsThisMachineWhereLoopbackIsAllowed(String entered) {
        assertThat(InstanceAddress.of(entered, WITH_LOOPBACK)).isInstanceOf(Checked.Good.class);
    }

    @ParameterizedTest
    @CsvSource({
        "http://mastodon.example, NOT_HTTPS",
        "http://10.0.0.1, PRIVATE",
        "https://10.0.0.1, PRIVATE",
        "http://1.1.1.1, NOT_HTTPS"
    })
    void acceptsNoOtherPrivateAddressWhereLoopbackIsAllowed(String entered, Flaw flaw) {
        assertThat(InstanceAddress.of(entered, WITH_LOOPBACK)).isEqualTo(new Checked.Bad(flaw));
    }
}
