package org.vedfolnir.session.store.redis.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.redisson.client.RedisAuthRequiredException;
import org.redisson.client.RedisBusyException;
import org.redisson.client.RedisClusterDownException;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisLoadingException;
import org.redisson.client.RedisMasterDownException;
import org.redisson.client.RedisNoReplicasException;
import org.redisson.client.RedisOutOfMemoryException;
import org.redisson.client.RedisReadonlyException;
import org.redisson.client.RedisTimeoutException;
import org.redisson.client.RedisWrongPasswordException;
import org.vedfolnir.session.store.redis.error.Refusal.Kind;

/** Distinguishes the rejection of one command from a Redis that does not serve, for the messages of Redis 6 and of Redis 7. */
class RefusalTest {

    private static final String ADDED =
            ". channel: [id: 0x1, L:/127.0.0.1:1 - R:/127.0.0.1:2] command: (EVALSHA), params: [canary-session-id]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MISCONF Redis is configured to save RDB snapshots, but it is currently not able to persist on disk | DISK",
                "ERR Error running script (call to f_1f): @user_script:40: @user_script: 40: -MISCONF Redis is configured to save | DISK",
                "NOREPLICAS Not enough good replicas to write. script: 1f, on @user_script:5. | REPLICAS",
                "ERR Error running script (call to f_1f): @user_script:5: @user_script: 5: -NOREPLICAS Not enough good replicas | REPLICAS",
                "ERR Error running script (call to f_1f): @user_script:5: @user_script: 5: -OOM command not allowed when used | MEMORY",
                "NOPERM this user has no permissions to run the 'evalsha' command | RIGHTS",
                "ERR The user executing the script can't run this command or subcommand script: 1f, on @user_script:1 | RIGHTS",
                "ERR Error running script (call to f_1f): @user_script:80: @user_script: 80: The user executing the script can't run this command or subcommand | RIGHTS",
                "ERR Error running script (call to f_1f): @user_script:80: @user_script: 80: The user executing the script can't access at least one of the keys mentioned in the command arguments | RIGHTS",
                "WRONGTYPE Operation against a key holding the wrong kind of value script: 1f, on @user_script:4. | TYPE",
                "ERR Error running script (call to f_1f): @user_script:4: WRONGTYPE Operation against a key | TYPE",
                "ERR user_script:7: attempt to compare nil with number script: 1f, on @user_script:7. | SCRIPT",
                "ERR unknown command 'EVALSHA' | SCRIPT",
            })
    void recognizesAnErrorOfOneCommand(String message, Kind kind) {
        var refusal = Refusal.of(new RedisException(message + ADDED)).orElseThrow();

        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.sentence("redis://cache:6379/0"))
                .startsWith("Redis at redis://cache:6379/0 refuse")
                .doesNotContain("canary", "channel", "user_script: ", "did not answer");
    }

    @Test
    void recognizesTheRejectionsThatRedissonHasATypeFor() {
        var full = Refusal.of(
                        new RedisOutOfMemoryException(" command not allowed when used memory > 'maxmemory'" + ADDED))
                .orElseThrow();
        assertThat(full.sentence("here"))
                .isEqualTo(
                        "Redis at here refuses every write because its memory is full (OOM command not allowed when used"
                                + " memory > 'maxmemory'). Raise maxmemory, or free memory in Redis. Reads and sign-outs work meanwhile.");
        assertThat(Refusal.of(new RedisNoReplicasException("NOREPLICAS Not enough good replicas" + ADDED))
                        .orElseThrow()
                        .kind())
                .isEqualTo(Kind.REPLICAS);
    }

    @Test
    void treatsARedisThatDoesNotServeAsAnOutage() {
        for (var outage : List.of(
                new RedisLoadingException("LOADING Redis is loading the dataset in memory" + ADDED),
                new RedisMasterDownException("MASTERDOWN Link with MASTER is down" + ADDED),
                new RedisClusterDownException("CLUSTERDOWN Hash slot not served" + ADDED),
                new RedisBusyException("BUSY Redis is busy running a script" + ADDED),
                new RedisAuthRequiredException("NOAUTH Authentication required" + ADDED),
                new RedisWrongPasswordException("WRONGPASS invalid username-password pair" + ADDED),
                new RedisReadonlyException("READONLY You can't write against a read only replica" + ADDED),
                new RedisException("ERR Error running script (call to f_1f): @user_script:5: @user_script: 5:"
                        + " -READONLY You can't write against a read only replica" + ADDED),
                new RedisException("ERR max number of clients reached" + ADDED),
                new RedisException(
                        "ERR AUTH <password> called without any password configured for the default user" + ADDED),
                new RedisException("DENIED Redis is running in protected mode" + ADDED),
                new RedisException("ERR DB index is out of range" + ADDED),
                new RedisException("Unable to decode"),
                new RedisTimeoutException("Command execution timeout" + ADDED),
                new RedisConnectionException("Unable to connect to Redis server"),
                new IllegalStateException("No Redis serves slot 1"))) {
            assertThat(Refusal.of(outage)).as(outage.getMessage()).isEmpty();
            assertThat(OutageReason.of(outage)).doesNotContain("canary", "channel", "RedisException", "\n");
        }
    }
}
