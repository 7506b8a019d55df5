package org.vedfolnir.session.secured;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.admin.Throttle;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** A node with the one user of server-config/redis/users.acl can do all that it must, and no more. */
class LeastRightsTest {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    @Test
    void needsOnlyTheCommandsAndKeysOfTheFile() throws Exception {
        try (var node = new Node(REDIS.urlWithLeastRights(), KeyRing.generate(), Node::recording)) {
            doAllThatANodeMust(node, REDIS::exists);
        }
        assertThat(REDIS.refusals()).isEmpty();
    }

    /** @param exists whether the node's Redis has a key */
    static void doAllThatANodeMust(Node node, Predicate<String> exists) throws Exception {
        var visitor = new Browser();
        visitor.get(node, "/set?name=user_id,color&value=ann");
        assertThat(visitor.get(node, "/get?name=color").body()).isEqualTo("ann");
        assertThat(visitor.get(node, "/rotate").body()).isEqualTo("rotated");
        assertThat(visitor.get(node, "/sessions?name=ann").body()).isEqualTo("1 sessions");
        for (var seconds : new int[] {0, 1800, 1}) {
            assertThat(visitor.get(node, "/idle?value=" + seconds).body()).isEqualTo("idle");
        }
        Eventually.within(Duration.ofSeconds(10), () -> {
            node.manager().processExpires();
            return !exists.test(Cluster.key(visitor));
        });
        var leaving = new Browser();
        leaving.get(node, "/create");
        assertThat(leaving.get(node, "/invalidate").body()).isEqualTo("invalidated");
        var throttle = node.registry().throttle();
        var policy = new Throttle.BackoffPolicy(1, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
        assertThat(throttle.attempt("bucket", policy)).isZero();
        assertThat(throttle.attempt("bucket", policy)).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        throttle.forget("bucket");
        var more = new Throttle.BackoffPolicy(3, policy.first(), policy.longest(), policy.remembered());
        assertThat(throttle.attempt("bucket", more)).isZero();
        assertThat(throttle.attempt("bucket", more)).isZero();
        throttle.refund("bucket");
        assertThat(throttle.attempt("bucket", more))
                .as("second attempt after a refund")
                .isZero();
        assertThat(throttle.attempt("bucket", more)).isZero();
        node.registry().record(new SessionEvent.SignedIn());
        for (var i = 0; i < 3; i++) {
            node.registry().record(new SessionEvent.AccessRefused("role admin"));
        }
        var feed = node.registry().events();
        var events = feed.read(100);
        assertThat(events).hasSizeGreaterThan(4);
        feed.acknowledge(events.stream().map(each -> each.place()).toList());
        assertThat(feed.oldest()).isEmpty();
        assertThat(feed.generation()).isNotEmpty();
        assertThat(node.registry().health().concerns()).isEmpty();
        assertThat(node.registry().health().notes()).noneMatch(note -> note.contains("it is unknown whether"));
    }

    @Test
    void rejectsOtherCommandsOfTheUser() throws Exception {
        REDIS.urlWithLeastRights();
        REDIS.command("SET", "somebody-elses", "1");
        for (var command : new String[] {
            "KEYS *",
            "SCAN 0",
            "CONFIG GET *",
            "FLUSHALL",
            "SHUTDOWN",
            "DEBUG SLEEP 0",
            "GET somebody-elses",
            "ACL LIST",
            "MONITOR"
        }) {
            assertThat(REDIS.commandAs("vedfolnir", "word", command.split(" ")))
                    .as(command)
                    .startsWith("NOPERM");
        }
        REDIS.command("ACL", "LOG", "RESET");
    }
}
