package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.redis.RealRedis;

/** The one of the rolling restarts of {@link RollingRestart} that nobody may notice at all, in each build. */
class RollingRestartIT {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    @Test
    void nobodyNoticesThatBothNodesAreDrainedAndStarted() throws Exception {
        var noticed = RollingRestart.restartBoth(
                REDIS.url(), ReverseProxy.Program.HTTPD, ReverseProxy.ANY_NODE, RollingRestart.Way.DRAINED);

        assertThat(noticed.errors()).isEmpty();
        assertThat(noticed.unanswered()).isZero();
        assertThat(noticed.signedOut()).isEmpty();
        assertThat(noticed.lost()).isEmpty();
    }
}
