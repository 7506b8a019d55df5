package org.vedfolnir.session.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A share of a container's threads, or a number of them. */
class ThreadLimitTest {

    @ParameterizedTest
    @CsvSource({"25%,200,50", "25%,10,3", "1%,10,1", "100%,8,8", "12,200,12", "500,200,500"})
    void acceptsAShareOrANumberOfAtLeastOne(String written, int threads, int meant) {
        assertThat(ThreadLimit.parse(written).of(threads)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0%", "101%", "-1", "25 %", "a quarter", "100000"})
    void rejectsAnythingElse(String written) {
        assertThatThrownBy(() -> ThreadLimit.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as in 25%");
    }
}
