package org.vedfolnir.session.store.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.vedfolnir.session.store.redis.client.ClientConfig;
import org.vedfolnir.session.store.redis.client.LastConnectionFailure;
import org.vedfolnir.session.store.redis.client.RedisCredentialsResolver;
import org.vedfolnir.session.store.redis.client.StoreThreads;
import org.vedfolnir.session.store.redis.execution.RedisTopology;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.keys.Utf8;
import org.vedfolnir.session.store.redis.script.ReplyValues;
import org.vedfolnir.session.store.redis.script.Script;
import org.vedfolnir.session.store.redis.script.ScriptCall;
import org.vedfolnir.session.store.redis.settings.RedissonConfiguration;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/** Sends the scripts of a store to the cluster of one test, without the store around it. */
final class ClusterRunner implements AutoCloseable {

    /** Longer than any test, so that Redisson learns of a change only from the cluster's replies. */
    static final Duration NEVER = Duration.ofHours(1);

    private final StoreThreads threads = new StoreThreads(2);
    private final RedissonClient redisson;
    private final RedisTopology servers;
    private final ScriptRunner runner;

    /** @param scan how often Redisson reads the owners of the slots */
    ClusterRunner(RealTopology cluster, Duration scan) {
        this(cluster, scan, "");
    }

    private ClusterRunner(RealTopology cluster, Duration scan, String login) {
        var text = cluster.configuration()
                .replace("{nodeAddresses", "{" + login + "scanInterval: " + scan.toMillis() + ", nodeAddresses");
        var configuration = RedissonConfiguration.parse(text);
        var settings = TestSettings.configuredBy(configuration).made();
        var credentials = new RedisCredentialsResolver(settings.access().login(), System::nanoTime);
        var trouble = new LastConnectionFailure(System::nanoTime);
        var config = ClientConfig.of(settings, credentials, trouble);
        threads.serve(config);
        redisson = Redisson.create(config);
        servers = new RedisTopology(redisson, settings);
        runner = new ScriptRunner(servers, settings, credentials, trouble);
    }

    /** Connects as the one user of {@code server-config/redis/users.acl}, whom this creates on each server with exactly the rights of that file. */
    static ClusterRunner withLeastRights(RealTopology cluster) throws IOException {
        for (var line : Files.readAllLines(ShippedRedis.USERS)) {
            if (!line.equals("user default off")) {
                cluster.command(("ACL SETUSER" + line.substring("user".length()))
                        .replace("CHANGE-ME", "word")
                        .split(" "));
            }
        }
        return new ClusterRunner(cluster, NEVER, "username: vedfolnir, password: word, ");
    }

    ScriptRunner runner() {
        return runner;
    }

    RedisTopology servers() {
        return servers;
    }

    /** Sets a value unless there is one, and replies with the stored one. All keys must be in one slot. */
    static ScriptCall keep(String value, String... keys) {
        return new ScriptCall(
                Script.GENERATION, List.of(keys).stream().map(Utf8::bytes).toList(), new Object[] {Utf8.bytes(value)});
    }

    String kept(String value, String... keys) {
        var call = keep(value, keys);
        return ReplyValues.text(runner.executeIdempotent(call));
    }

    @Override
    public void close() {
        servers.close();
        redisson.shutdown(0, 2, TimeUnit.SECONDS);
        threads.close();
        runner.close();
    }
}
