package org.vedfolnir.session.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.DestroyedSessions;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.KeyNames;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** Two applications of one Tomcat share Redis, prefix and keys, and no session. */
@Tag("topology")
class TwoApplicationsTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    @Test
    void opensNoSessionByAnIdOfTheOtherApplication() throws Exception {
        for (var keys : new String[] {KeyRing.generate(), ""}) {
            try (var shop = new Node(REDIS.url(), keys, manager -> manager.setApplication("/shop"));
                    var office = new Node(REDIS.url(), keys, manager -> manager.setApplication("/office"))) {
                var visitor = new Browser();
                visitor.get(shop, "/set?name=role&value=admin");
                var before = REDIS.value(KeyNames.session(visitor.id()));

                assertThat(visitor.copy().get(office, "/get?name=role").body()).isEqualTo("no session");
                assertThat(REDIS.value(KeyNames.session(visitor.id()))).isEqualTo(before);
                assertThat(visitor.get(shop, "/get?name=role").body()).isEqualTo("admin");
            }
        }
    }

    @Test
    void separatesUsersOfTheSameIdByApplication() throws Exception {
        try (var shop = new Node(REDIS.url(), "", manager -> manager.setApplication("/shop"));
                var office = new Node(REDIS.url(), "", manager -> manager.setApplication("/office"))) {
            var visitor = new Browser();
            visitor.get(shop, "/set?name=user_id&value=separate");

            assertThat(office.registry().sessionsOf("separate")).isEmpty();
            assertThat(shop.registry().sessionsOf("separate")).hasSize(1);
        }
    }

    @Test
    void readsOnlyEventsOfItsApplicationWhichNameIt() throws Exception {
        try (var shop = new Node(REDIS.url(), "", manager -> {
                    Node.recording(manager);
                    manager.setApplication("/shop-with-events");
                });
                var office = new Node(REDIS.url(), "", manager -> {
                    Node.recording(manager);
                    manager.setApplication("/office-with-events");
                })) {
            var visitor = new Browser();
            visitor.get(shop, "/set?name=user_id&value=1");

            assertThat(office.registry().events().read(100)).isEmpty();
            assertThat(shop.registry().events().read(100)).isNotEmpty().allSatisfy(event -> assertThat(
                            event.context().application())
                    .isEqualTo("/shop-with-events"));
        }
    }

    @Test
    void notifiesListenersOfEndsOnItsHostOnly() throws Exception {
        try (var shop = new Node(REDIS.url(), "", manager -> manager.setApplication("/shop"));
                var office = new Node(REDIS.url(), "", manager -> manager.setApplication("/office"))) {
            var visitor = new Browser();
            visitor.get(shop, "/set?name=user_id&value=guest");
            visitor.get(shop, "/set?name=color&value=of-the-shop");
            visitor.get(shop, "/idle?value=1");
            Eventually.within(
                    Duration.ofSeconds(5),
                    () -> shop.registry().sessionsOf("guest").isEmpty());

            office.manager().processExpires();
            assertThat(DestroyedSessions.times("of-the-shop")).isZero();
            shop.manager().processExpires();
            assertThat(DestroyedSessions.times("of-the-shop")).isEqualTo(1);
        }
    }
}
