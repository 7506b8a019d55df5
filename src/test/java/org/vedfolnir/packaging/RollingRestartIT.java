package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.redis.RealRedis;

/** Half of the rolling restart that nobody may notice at all, in each build; {@link RollingRestart} has the others. */
class RollingRestartIT {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    @Test
    void nobodyNoticesThatANodeIsDrainedAndStartedAnew() throws Exception {
        var noticed = RollingRestart.restart(REDIS.url(), ReverseProxy.Program.HTTPD, RollingRestart.Way.DRAINED, 1);

        assertThat(noticed.errors()).isEmpty();
        assertThat(noticed.unanswered()).isZero();
        assertThat(noticed.signedOut()).isEmpty();
        assertThat(noticed.lost()).isEmpty();
    }
}
