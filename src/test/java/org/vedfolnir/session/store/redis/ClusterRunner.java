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

/** What a store sends its scripts with, alone, to a cluster of a test's own. */
final class ClusterRunner implements AutoCloseable {

    /** Longer than any test: what the cluster itself does not say stays unknown. */
    static final Duration NEVER = Duration.ofHours(1);

    private final StoreThreads threads = new StoreThreads(2);
    private final RedissonClient redisson;
    private final RedisTopology servers;
    private final ScriptRunner runner;

    /** @param scan how often Redisson asks who has which slot */
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

    /** As the one user of {@code server-config/redis/users.acl}, who is made on each of them with exactly the rights that stand there. */
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

    /** Keeps a value there unless there is one, which it answers; any number of keys of one slot may be named. */
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
