package org.vedfolnir.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.engine.health.StoreHealthMonitor;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Logged;

/** A stock Tomcat with five applications on one Redis logs a condition of that Redis once, and its end once. */
class LoggedOnceTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final int APPLICATIONS = 5;

    private final List<VedfolnirSessionManager> managers = new ArrayList<>();
    private final Logged watch = new Logged(StoreHealthMonitor.class.getName());
    private final Logged outages = new Logged("org.vedfolnir.session.store.redis.health.Availability");
    private final Logged refusals = new Logged("org.vedfolnir.session.store.redis.health.RefusalLog");
    private final Logged starts = new Logged(StartMessages.class.getName());
    private final Node node = new Node(manager(), this::addOthers);

    LoggedOnceTest() throws Exception {}

    @AfterEach
    void close() throws Exception {
        node.close();
        List.of(watch, outages, refusals, starts).forEach(Logged::close);
        REDIS.command("CONFIG", "SET", "appendonly", "no");
        REDIS.command("CONFIG", "SET", "maxmemory", "0");
    }

    private VedfolnirSessionManager manager() {
        var manager = Node.manager(REDIS.url(), "", each -> each.setRedissonConfig("""
            singleServerConfig:
              address: "%s"
              retryInterval: 1500
            """.formatted(REDIS.url())));
        managers.add(manager);
        return manager;
    }

    private void addOthers(Tomcat tomcat, Context first) {
        for (var i = 1; i < APPLICATIONS; i++) {
            add(tomcat, first, i);
        }
    }

    private void add(Tomcat tomcat, Context first, int number) {
        var context = tomcat.addContext("/other" + number, first.getDocBase());
        context.setSessionTimeout(30);
        context.setManager(manager());
        Tomcat.addServlet(context, "probe", new ProbeServlet()).addMapping("/");
    }

    @Test
    void logsARiskForSessionsOnceAndItsEndOnce() throws Exception {
        assertThat(watch.messages())
                .hasSize(2)
                .anyMatch(message -> message.startsWith("DEGRADED: The Redis at "))
                .anyMatch(message -> message.contains("CVE-2025-49844"));

        diagnose();
        assertThat(watch.messages()).hasSize(2);
        assertThat(managers)
                .as("every application reports DEGRADED")
                .noneMatch(each -> registry(each).health().concerns().isEmpty());

        REDIS.command("CONFIG", "SET", "appendonly", "yes");
        diagnose();
        assertThat(watch.messages()).hasSize(3).last().asString().startsWith("No longer so: ");
    }

    private static SessionRegistry registry(VedfolnirSessionManager manager) {
        return (SessionRegistry) manager.getContext().getServletContext().getAttribute(SessionRegistry.ATTRIBUTE);
    }

    @Test
    void logsIgnoredSettingsOnce() {
        assertThat(starts.messages().stream().filter(message -> message.contains("ignored: retryInterval")))
                .hasSize(1);
        assertThat(starts.messages().stream().filter(message -> message.contains(" are kept in Redis at ")))
                .as("one line per application about its store")
                .hasSize(APPLICATIONS);
    }

    @Test
    void logsAnOutageOnceAndItsEndAfterTheLastApplication() throws Exception {
        REDIS.pause();
        try {
            diagnose();
            assertThat(outages.messages()).singleElement().asString().contains("does not serve");
        } finally {
            REDIS.resume();
        }
        Eventually.within(Duration.ofSeconds(20), () -> {
            diagnose();
            return outages.messages().size() > 1;
        });
        assertThat(outages.messages()).hasSize(2).last().asString().contains("answers again");
    }

    @Test
    void logsAFullRedisOnce() {
        REDIS.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        REDIS.command("CONFIG", "SET", "maxmemory", "1");
        for (var i = 0; i < APPLICATIONS; i++) {
            new Browser().get(node, (i == 0 ? "" : "/other" + i) + "/create");
        }
        assertThat(refusals.messages()).singleElement().asString().contains("its memory is full");
    }

    @Test
    void logsAgainForAnotherTomcatAndAfterTheLastApplicationStopped() throws Exception {
        try (var other = new Node(REDIS.url(), "")) {
            assertThat(other.registry().health().concerns()).isNotEmpty();
        }
        assertThat(watch.messages()).hasSize(4);
        for (var manager : managers) {
            manager.getContext().stop();
        }
        managers.get(0).getContext().start();
        assertThat(watch.messages())
                .as("logged again after the last application stopped")
                .hasSize(6);
        managers.get(1).getContext().start();
        assertThat(watch.messages())
                .as("not logged again while an application runs")
                .hasSize(6);
    }

    private void diagnose() {
        managers.forEach(VedfolnirSessionManager::processExpires);
    }
}
