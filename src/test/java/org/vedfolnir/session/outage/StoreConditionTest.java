package org.vedfolnir.session.outage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.engine.health.StoreHealthMonitor;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Logged;

/** If Redis replies but may lose sessions, the background diagnosis finds it, shows it and logs it once. */
class StoreConditionTest {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    @RegisterExtension
    static final RealRedis FORGETFUL = new RealRedis();

    private Logged log;
    private Node node;

    StoreConditionTest() throws Exception {
        node = new Node(REDIS.url(), "");
        log = new Logged(StoreHealthMonitor.class.getName());
    }

    @AfterEach
    void close() throws Exception {
        log.close();
        REDIS.command("CONFIG", "SET", "maxmemory", "0");
        REDIS.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        REDIS.command("REPLICAOF", "NO", "ONE");
        node.close();
    }

    @Test
    void reportsAWellConfiguredRedisAsHealthyFromTheStart() {
        var health = node.registry().health();

        assertThat(health.up()).isTrue();
        assertThat(health.concerns()).isEmpty();
        assertThat(health.concerns()).isEmpty();
        assertThat(health.notes()).singleElement().asString().contains("CVE-2025-49844", "Upgrade to");
    }

    @Test
    void reportsARiskForSessionsWithAdviceOnceAndItsEndOnce() {
        REDIS.command("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
        diagnose(3);

        assertThat(node.registry().health().concerns()).isNotEmpty();
        assertThat(node.registry().health().concerns())
                .singleElement()
                .asString()
                .contains("Set maxmemory-policy noeviction");
        assertThat(log.messages()).singleElement().asString().startsWith("DEGRADED: The Redis at 127.0.0.1:");

        REDIS.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        diagnose(3);
        assertThat(node.registry().health().concerns()).isEmpty();
        assertThat(log.messages()).hasSize(2).last().asString().startsWith("No longer so: ");
    }

    @Test
    void reportsARedisWithoutPersistenceAtTheStart() throws Exception {
        try (var forgetting = new Node(FORGETFUL.url(), "")) {
            assertThat(forgetting.registry().health().concerns())
                    .singleElement()
                    .asString()
                    .contains("Set appendonly yes");
        }
    }

    @Test
    void reportsEvictionOfSessionsWhileItContinues() {
        var visitor = new Browser();
        visitor.get(node, "/create");
        REDIS.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        REDIS.command("CONFIG", "SET", "maxmemory", "1");
        new Browser().get(node, "/create");
        REDIS.command("CONFIG", "SET", "maxmemory", "0");
        diagnose(1);
        assertThat(node.registry().health().concerns()).anyMatch(message -> message.contains("evicted_keys rises"));

        diagnose(1);
        assertThat(node.registry().health().concerns()).noneMatch(message -> message.contains("evicted_keys"));
    }

    @Test
    void reportsAReplica() {
        REDIS.command("REPLICAOF", "127.0.0.1", "1");
        diagnose(1);

        assertThat(node.registry().health().concerns()).anyMatch(message -> message.contains("read-only replica"));
    }

    @Test
    void reportsUnknownConfigurationIfReadingItIsNotAllowed() throws Exception {
        REDIS.command("ACL", "SETUSER", "blind", "on", ">word", "~vedfolnir:*", "~{vedfolnir:*", "+@all", "-info");
        try (var blind = new Node(REDIS.url().replace("//", "//blind:word@"), "")) {
            assertThat(new Browser().get(blind, "/create").statusCode()).isEqualTo(200);
            var health = blind.registry().health();
            assertThat(health.concerns()).isEmpty();
            assertThat(health.notes()).singleElement().asString().contains("when memory runs out. Give the user +info");
        } finally {
            REDIS.command("ACL", "DELUSER", "blind");
        }
    }

    @Test
    void keepsTheLastDiagnosisIfRedisDoesNotReply() throws Exception {
        REDIS.command("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
        diagnose(1);
        REDIS.pause();
        try {
            diagnose(1);
            var health = node.registry().health();
            assertThat(health.up()).isFalse();
            assertThat(health.concerns()).hasSize(1);
        } finally {
            REDIS.resume();
        }
    }

    private void diagnose(int times) {
        for (var i = 0; i < times; i++) {
            node.manager().processExpires();
        }
    }
}
