package org.vedfolnir.session.node;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.store.redis.KeyNames;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** Two nodes on one Redis, for a whole test class. */
public final class Cluster implements BeforeAllCallback, AfterAllCallback {

    private final RealRedis redis = new RealRedis();
    private final String keys;
    private final Consumer<VedfolnirSessionManager> setting;
    private @Nullable Node a;
    private @Nullable Node b;

    public Cluster() {
        this(KeyRing.generate(), manager -> {});
    }

    /** Nodes without background commands, for tests that count commands. */
    public static Cluster quiet(String keys) {
        return new Cluster(keys, Node::quiet);
    }

    /** Nodes that record events. */
    public static Cluster recording() {
        return new Cluster(KeyRing.generate(), Node::recording);
    }

    public Cluster(String keys, Consumer<VedfolnirSessionManager> setting) {
        this.keys = keys;
        this.setting = setting;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        redis.beforeAll(context);
        a = new Node(redis.url(), keys, setting);
        b = new Node(redis.url(), keys, setting);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        a().close();
        b().close();
        redis.afterAll(context);
    }

    public String keys() {
        return keys;
    }

    public RealRedis redis() {
        return redis;
    }

    public Node a() {
        return started(a);
    }

    public Node b() {
        return started(b);
    }

    private static Node started(@Nullable Node node) {
        if (node == null) {
            throw new AssertionError("The cluster of this test has not started.");
        }
        return node;
    }

    /** A node that has not seen any session yet. */
    public Node cold() throws Exception {
        return new Node(redis.url(), keys, setting);
    }

    /** The key of a visitor's session. */
    public static String key(Browser visitor) {
        return KeyNames.session(visitor.id());
    }

    /** The version of a document, which is in clear text in Redis. */
    public long version(Browser visitor) {
        return Long.parseLong(redis.value(key(visitor)).replaceFirst("^\\{\"_version\":(\\d+),.*", "$1"));
    }
}
