package org.vedfolnir.session.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Permits for all clients, and a share for each. */
class SharesTest {

    private final Shares shares = new Shares(3, 2);

    @Test
    void limitsAClientToItsShare() {
        assertThat(shares.tryAcquire("a")).isTrue();
        assertThat(shares.tryAcquire("a")).isTrue();
        assertThat(shares.tryAcquire("a")).isFalse();
        assertThat(shares.tryAcquire("b")).isTrue();
    }

    @Test
    void limitsAllClientsToTheNumberOfPermits() {
        shares.tryAcquire("a");
        shares.tryAcquire("a");
        shares.tryAcquire("b");
        assertThat(shares.tryAcquire("c")).isFalse();
        assertThat(shares.inUse()).isEqualTo(3);
    }

    @Test
    void givesAReturnedPermitToAnyClient() {
        shares.tryAcquire("a");
        shares.tryAcquire("a");
        shares.tryAcquire("b");
        shares.release("a");
        assertThat(shares.tryAcquire("c")).isTrue();
        shares.release("c");
        assertThat(shares.tryAcquire("a")).isTrue();
    }

    @Test
    void returnsAPermitOnce() {
        shares.tryAcquire("a");
        shares.release("a");
        assertThatThrownBy(() -> shares.release("a")).isInstanceOf(IllegalStateException.class);
        assertThat(shares.inUse()).isZero();
    }
}
