package org.vedfolnir.session.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Places for all, and a share for each. */
class SharesTest {

    private final Shares shares = new Shares(3, 2);

    @Test
    void noClientTakesMoreThanItsShare() {
        assertThat(shares.take("a")).isTrue();
        assertThat(shares.take("a")).isTrue();
        assertThat(shares.take("a")).isFalse();
        assertThat(shares.take("b")).isTrue();
    }

    @Test
    void allTogetherTakeNoMoreThanThereAre() {
        shares.take("a");
        shares.take("a");
        shares.take("b");
        assertThat(shares.take("c")).isFalse();
        assertThat(shares.inUse()).isEqualTo(3);
    }

    @Test
    void aPlaceThatIsGivenBackIsTakenByAnybody() {
        shares.take("a");
        shares.take("a");
        shares.take("b");
        shares.giveBack("a");
        assertThat(shares.take("c")).isTrue();
        shares.giveBack("c");
        assertThat(shares.take("a")).isTrue();
    }

    @Test
    void aPlaceIsGivenBackOnce() {
        shares.take("a");
        shares.giveBack("a");
        assertThatThrownBy(() -> shares.giveBack("a")).isInstanceOf(IllegalStateException.class);
        assertThat(shares.inUse()).isZero();
    }
}
