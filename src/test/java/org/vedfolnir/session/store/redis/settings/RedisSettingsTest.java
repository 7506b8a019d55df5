package org.vedfolnir.session.store.redis.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import org.junit.jupiter.api.Test;

/** The names of the indexes of users, for several applications in one Redis. */
public class RedisSettingsTest {

    @Test
    void keepsTheKeysOfEarlierVersionsForPlainNames() {
        assertThat(of("/").userIndex("ann")).isEqualTo("vedfolnir:user:ann");
        assertThat(of("/").userIndex("urn:person:1")).isEqualTo("vedfolnir:user:urn:person:1");
        assertThat(of("/shop").userIndex("ann")).isEqualTo("vedfolnir:user:/shop:ann");
        assertThat(of("//b.example/").userIndex("ann")).isEqualTo("vedfolnir:user://b.example/:ann");
    }

    @Test
    void givesUsersOfDifferentApplicationsDifferentKeys() {
        var applications = new String[] {
            "/",
            "/shop",
            "/shop:",
            "/shop:b",
            "/shop%3A",
            "shop",
            "shop:b",
            "/%=shop",
            "/:",
            "//b.example/",
            "//b.example/shop"
        };
        var users = new String[] {
            "ann",
            "b:ann",
            ":ann",
            "::ann",
            "/shop:ann",
            "shop:ann",
            "shop:b:ann",
            "//b.example/:ann",
            "/:ann",
            "/%=shop:ann",
            "/shop%3A:ann",
            "/",
            ":",
            "%3A:ann"
        };
        var keys = new HashMap<String, String>();
        for (var application : applications) {
            for (var user : users) {
                var before = keys.put(of(application).userIndex(user), user + " of " + application);
                assertThat(before).as("same key as %s of %s", user, application).isNull();
            }
        }
    }

    public static RedisSettings of(String application) {
        return TestSettings.at("redis://localhost")
                .application(application)
                .grace(Duration.ofSeconds(60))
                .events(EventSettings.NONE)
                .made();
    }
}
