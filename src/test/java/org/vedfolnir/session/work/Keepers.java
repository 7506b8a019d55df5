package org.vedfolnir.session.work;

import java.util.EnumMap;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;

/** Nodes for a whole test class, whose requests execute the steps of a test. Those of a keeper start at the first use. */
public final class Keepers implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    /** @param other another node with the same sessions, or the same node if Tomcat keeps them */
    public record Site(Node node, Node other) {}

    private final RealRedis redis = new RealRedis();
    private final String keys = KeyRing.generate();
    private final Map<Keeper, Site> sites = new EnumMap<>(Keeper.class);

    public RealRedis redis() {
        return redis;
    }

    public Site of(Keeper keeper) {
        return sites.computeIfAbsent(keeper, this::start);
    }

    private Site start(Keeper keeper) {
        var node = node(keeper);
        return new Site(node, keeper == Keeper.TOMCAT ? node : node(keeper));
    }

    private Node node(Keeper keeper) {
        try {
            return new Node(
                    keeper == Keeper.TOMCAT ? ofTomcat() : Node.manager(redis.url(), keys, keeper::set),
                    Keepers::working);
        } catch (Exception e) {
            throw new AssertionError("A node of this test does not start.", e);
        }
    }

    /** A manager that stores no session between runs. */
    private static StandardManager ofTomcat() {
        var manager = new StandardManager();
        manager.setPathname(null);
        return manager;
    }

    private static void working(Tomcat tomcat, Context context) {
        var work = Tomcat.addServlet(context, "work", new WorkServlet());
        work.setAsyncSupported(true);
        work.addMapping(WorkServlet.PATH);
        work.addMapping(Keeper.PASSIVE);
        context.addServletContainerInitializer(
                (classes, application) -> application.addListener(new RecordingListeners()), null);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        redis.beforeAll(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        RecordingListeners.LINES.clear();
    }

    /** Releases requests that a failed test left waiting. */
    @Override
    public void afterEach(ExtensionContext context) {
        Point.releaseAll();
        WorkServlet.forgetAll();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        for (var site : sites.values()) {
            close(site);
        }
        redis.afterAll(context);
    }

    private static void close(Site site) throws LifecycleException {
        site.node().close();
        if (site.other() != site.node()) {
            site.other().close();
        }
    }
}
