package org.vedfolnir.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;

/** A Redis that answers, and says that it cannot: still nobody is signed out, and it is over as soon as it is over. */
class RefusingRedisTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    private static final RealRedis REDIS = CLUSTER.redis();
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    private final Browser visitor = new Browser();

    @BeforeEach
    void signIn() {
        visitor.get(CLUSTER.a(), "/set?name=color&value=blue");
        visitor.get(CLUSTER.b(), "/get?name=color");
    }

    @AfterEach
    void recovers() throws Exception {
        Eventually.within(
                RECOVERY,
                () -> visitor.get(CLUSTER.a(), "/get?name=color").body().equals("blue")
                        && visitor.get(CLUSTER.b(), "/get?name=color").body().equals("blue"));
        assertThat(visitor.get(CLUSTER.a(), "/set?name=after&value=" + System.nanoTime())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aFullRedisStillReadsAndStillSignsOut() throws Exception {
        var leaving = new Browser();
        leaving.get(CLUSTER.a(), "/create");
        REDIS.command("CONFIG", "SET", "maxmemory", "1mb");
        REDIS.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        REDIS.command("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThat(visitor.get(CLUSTER.a(), "/get?name=color").body()).isEqualTo("blue");
            isUnavailable(visitor.get(CLUSTER.a(), "/set?name=full&value=1"));
            isUnavailable(new Browser().get(CLUSTER.a(), "/create"));
        } finally {
            REDIS.command("CONFIG", "SET", "maxmemory", "0");
        }
        recovers();
        REDIS.command("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThat(leaving.get(CLUSTER.a(), "/invalidate").body()).isEqualTo("invalidated");
            assertThat(REDIS.exists(Cluster.key(leaving))).isFalse();
        } finally {
            REDIS.command("CONFIG", "SET", "maxmemory", "0");
        }
    }

    @Test
    void aReadOnlyReplicaIsA503ForWhoWrites() {
        REDIS.command("REPLICAOF", "127.0.0.1", "1");
        try {
            isUnavailable(visitor.get(CLUSTER.a(), "/set?name=replica&value=1"));
            isUnavailable(visitor.get(CLUSTER.b(), "/invalidate"));
            isUnavailable(new Browser().get(CLUSTER.a(), "/create"));
        } finally {
            REDIS.command("REPLICAOF", "NO", "ONE");
        }
    }

    /** A demoted master, or a replica that lags, does not have what its master has. */
    @Test
    void aReplicaIsNotBelievedThatThereIsNoSession() {
        var other = new Browser();
        other.get(CLUSTER.a(), "/create");
        REDIS.command("DEL", Cluster.key(other));
        REDIS.command("REPLICAOF", "127.0.0.1", "1");
        try {
            isUnavailable(other.get(CLUSTER.b(), "/get?name=color"));
        } finally {
            REDIS.command("REPLICAOF", "NO", "ONE");
        }
    }

    @Test
    void aPasswordThatTheNodeDoesNotHaveIsA503() {
        REDIS.command("CONFIG", "SET", "requirepass", "changed-meanwhile");
        try {
            REDIS.commandAs("changed-meanwhile", "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            isUnavailable(visitor.get(CLUSTER.a(), "/get?name=color"));
            isUnavailable(visitor.get(CLUSTER.b(), "/set?name=password&value=1"));
            isUnavailable(new Browser().get(CLUSTER.a(), "/create"));
        } finally {
            REDIS.commandAs("changed-meanwhile", "CONFIG", "SET", "requirepass", "");
        }
    }

    private static void isUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }
}
