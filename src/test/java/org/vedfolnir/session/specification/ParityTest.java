package org.vedfolnir.session.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.session.StandardManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.store.redis.RealRedis;

/** An application sees the same of its sessions under Tomcat's own manager and under ours, on one node and on two. */
class ParityTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final Map<String, Site> OURS = new LinkedHashMap<>();
    private static Site tomcats;

    @BeforeAll
    static void start() throws Exception {
        tomcats = new Site(1, StandardManager::new);
        OURS.put("one node", new Site(1, () -> manager("one:", "100")));
        OURS.put("one node that remembers nothing", new Site(1, () -> manager("cold:", "0")));
        OURS.put("two nodes", new Site(2, () -> manager("two:", "100")));
    }

    private static ManagerBase manager(String prefix, String cachedSessions) {
        var manager = new VedfolnirSessionManager();
        manager.setRedisUrl(REDIS.url());
        manager.setKeyPrefix(prefix);
        manager.setCachedSessions(cachedSessions);
        return manager;
    }

    @AfterAll
    static void stop() throws Exception {
        tomcats.close();
        for (var site : OURS.values()) {
            site.close();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void behavesAsTomcatsManager(Script script) {
        var expected = played(script, tomcats);
        var softly = new org.assertj.core.api.SoftAssertions();
        OURS.forEach((name, site) -> softly.assertThat(withoutActivation(played(script, site)))
                .as(name)
                .isEqualTo(expected));
        softly.assertAll();
    }

    /** Fails if a known difference disappears, or shows elsewhere. */
    @ParameterizedTest
    @EnumSource
    void differsOnlyAsDocumented(Difference difference) {
        var expected = played(difference.script(), tomcats);
        has(expected, difference.tomcats(), difference.ours());
        OURS.values().forEach(site -> has(played(difference.script(), site), difference.ours(), difference.tomcats()));
    }

    private static void has(List<String> lines, @Nullable String one, @Nullable String other) {
        if (one != null) {
            assertThat(lines).contains(one);
        }
        if (other != null) {
            assertThat(lines).doesNotContain(other);
        }
    }

    /** See {@link Difference#ATTRIBUTES_ARE_ACTIVATED_AND_PASSIVATED}. */
    private static List<String> withoutActivation(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith("sessionDidActivate") && !line.startsWith("sessionWillPassivate"))
                .toList();
    }

    private static List<String> played(Script script, Site site) {
        site.begin();
        script.play().accept(new Script.Run(site));
        return site.trace().lines();
    }

    static Stream<Script> scripts() {
        return Scripts.ALL.stream();
    }
}
