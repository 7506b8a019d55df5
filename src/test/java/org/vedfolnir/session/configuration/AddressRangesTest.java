package org.vedfolnir.session.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.0/8,::1    | 127.0.0.1        | true",
                "127.0.0.0/8,::1    | 127.255.0.9      | true",
                "127.0.0.0/8,::1    | 128.0.0.1        | false",
                "127.0.0.0/8, ::1   | 0:0:0:0:0:0:0:1  | true",
                "127.0.0.0/8,::1    | ::2              | false",
                "10.1.2.0/23        | 10.1.3.255       | true",
                "10.1.2.0/23        | 10.1.4.0         | false",
                "10.1.2.3           | 10.1.2.3         | true",
                "10.1.2.3           | 10.1.2.4         | false",
                "0.0.0.0/0          | 203.0.113.7      | true",
                "0.0.0.0/0          | 2001:db8::1      | false",
                "2001:db8::/33      | 2001:db8:7fff::1 | true",
                "2001:db8::/33      | 2001:db8:8000::1 | false",
                "fe80::/10          | fe80::1%eth0     | true",
                "127.0.0.0/8        | ::ffff:127.0.0.1 | true"
            })
    void containsTheAddressesOfItsNetworks(String ranges, String address, boolean contained) {
        assertThat(AddressRanges.of(ranges).contain(address)).isEqualTo(contained);
    }

    @Test
    void anEmptyListContainsNobody() {
        assertThat(AddressRanges.of("").contain("127.0.0.1")).isFalse();
    }

    @Test
    void aNameIsNoAddress() {
        assertThat(AddressRanges.of("0.0.0.0/0").contain("localhost")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "10.0.0.0/33",
                "::1/129",
                "10.0.0",
                "10.0.0.0/",
                "10.0.0.256",
                "10.0.0.0/-1",
                "x",
                "dead:beef",
                "10.0.0.1/8/8"
            })
    void whatIsNoNetworkIsRejectedWithWhatIsAllowed(String wrong) {
        assertThatThrownBy(() -> AddressRanges.of("127.0.0.1," + wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + wrong + "\"")
                .hasMessageContaining("127.0.0.0/8");
    }
}
