package org.vedfolnir.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.redis.RealRedis;

/** A Tomcat whose events nobody reads must not fill Redis. */
class EventBoundTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    @Test
    void eventsThatNobodyReadsStayWithinTheirBound() throws Exception {
        try (var node = new Node(REDIS.url(), "", manager -> manager.setMostEvents("200"))) {
            for (var i = 0; i < 1000; i++) {
                new Browser().get(node, "/create");
            }
        }

        // Redis trims whole blocks of a stream, of a hundred entries each
        assertThat(Integer.parseInt(String.valueOf(REDIS.command("XLEN", "vedfolnir:events"))))
                .isBetween(200, 400);
    }
}
