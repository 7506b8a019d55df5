package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.framework.CounterVisitor;
import org.vedfolnir.session.store.redis.RealRedis;

/** State of frameworks beyond those of FrameworkStateTest moves from one node to another with the session. */
@Tag("tomee")
class FrameworkStates {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private final CounterVisitor visitor = new CounterVisitor();

    @Test
    void sharesTheStateOfTomee() throws Exception {
        try (var a = FrameworksOnTomcat.tomee(REDIS.url());
                var b = FrameworksOnTomcat.tomee(REDIS.url())) {
            assertShared(a, b);
            assertThat(stored()).contains("openWebBeansSessionContext", "org.apache.myfaces");
            assertThat(a.firstConsole()).contains("OpenEJB").doesNotContainPattern("SEVERE.*vedfolnir");
        }
    }

    @Test
    void sharesTheStateOfMyFacesAndWeld() throws Exception {
        try (var a = FrameworksOnTomcat.tomcat("11.0", "myfaces-weld", REDIS.url());
                var b = FrameworksOnTomcat.tomcat("10.1", "myfaces-weld", REDIS.url())) {
            assertShared(a, b);
            assertThat(stored()).contains("org.jboss.weld", "org.apache.myfaces");
        }
    }

    private String stored() {
        return REDIS.value("vedfolnir:session:" + visitor.id());
    }

    private void assertShared(StockTomcat a, StockTomcat b) throws Exception {
        var onA = a.start().uri("/counter");
        var onB = b.start().uri("/counter");
        assertThat(visitor.open(onA)).contains("visits 0 page 0");
        assertThat(visitor.press("visit", onA)).contains("visits 1 page 0");
        assertThat(visitor.press("turn", onB)).contains("visits 1 page 1");
        assertThat(visitor.press("turn", onA)).contains("visits 1 page 2");
        assertThat(visitor.press("visit", onB)).contains("visits 2 page 2");

        visitor.pressAndLeave("say", onA);
        assertThat(visitor.open(onB)).contains("visits 2 page 0 said hello.");

        a.stop();
        assertThat(visitor.press("visit", onB)).contains("visits 3 page 0");
        assertThat(stored()).doesNotContain("\"dropped\"");
    }
}
