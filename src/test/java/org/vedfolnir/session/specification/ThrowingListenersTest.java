package org.vedfolnir.session.specification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.store.redis.RealRedis;

/** Whatever a listener throws, an ended session is over on both nodes (CVE-2021-34428). */
class ThrowingListenersTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static Site site;

    @BeforeAll
    static void start() throws Exception {
        site = new Site(2, () -> {
            var manager = new VedfolnirSessionManager();
            manager.setRedisUrl(REDIS.url());
            return manager;
        });
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set throw sessionDestroyed Exception",
                "set throw sessionDestroyed Error",
                "set mischief attributeRemoved Exception",
                "set mischief attributeRemoved Error",
                "bind thing valueUnbound Exception",
                "bind thing valueUnbound Error",
                "bind thing sessionDidActivate Error",
                "bind thing sessionWillPassivate Exception",
                "bind thing sessionWillPassivate Error"
            })
    void signsOutOnBothNodes(String mischief) {
        site.begin();
        var run = new Script.Run(site).visit("set color red", mischief);
        var keys = REDIS.keys();
        run.visit("get color", "invalidate").visit("look", "valid").visit("look", "valid");

        assertThat(site.trace().lines()).contains("> get color -> red").doesNotContain("> look -> one");
        assertThat(site.trace().count("> look -> none")).isEqualTo(2);
        assertThat(site.trace().count("> valid -> false")).isEqualTo(2);
        assertThat(REDIS.keys()).as("keys without the document").isLessThan(keys);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Exception", "Error"})
    void opensTheSessionByItsNewIdOnly(String what) {
        site.begin();
        var run = new Script.Run(site).visit("set throw sessionIdChanged " + what);
        var before = run.visitor().copy();
        run.visit("change-id").visit("look").visit("look");

        assertThat(site.trace().count("> look -> one")).isEqualTo(2);
        run.as(before).visit("look").visit("look");
        assertThat(site.trace().count("> look -> none")).isEqualTo(2);
    }

    @Test
    void notifiesTheEndOfASessionIfAListenerOfAnotherThrows() {
        site.begin();
        var run = new Script.Run(site);
        for (var i = 0; i < 6; i++) {
            run.anotherVisitor().visit("bind thing valueUnbound " + (i % 2 == 0 ? "Exception" : "Error"), "idle 1");
        }
        run.untilBackgroundNotifies("sessionDestroyed", 6);

        assertThat(site.trace().count("sessionDestroyed")).isEqualTo(6);
        assertThat(site.trace().count("valueUnbound")).isEqualTo(6);
    }
}
