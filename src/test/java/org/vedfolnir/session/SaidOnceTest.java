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

/** A stock Tomcat has five applications over one Redis: what is so of the Redis is said once, and so is its end. */
class SaidOnceTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final int APPLICATIONS = 5;

    private final List<VedfolnirSessionManager> managers = new ArrayList<>();
    private final Logged watch = new Logged(StoreHealthMonitor.class.getName());
    private final Logged outages = new Logged("org.vedfolnir.session.store.redis.health.Availability");
    private final Logged refusals = new Logged("org.vedfolnir.session.store.redis.health.RefusalLog");
    private final Logged starts = new Logged(StartMessages.class.getName());
    private final Node node = new Node(manager(), this::addOthers);

    SaidOnceTest() throws Exception {}

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
    void whatEndangersSessionsIsSaidOnceAndItsEndToo() throws Exception {
        assertThat(watch.messages())
                .hasSize(2)
                .anyMatch(said -> said.startsWith("DEGRADED: The Redis at "))
                .anyMatch(said -> said.contains("CVE-2025-49844"));

        look();
        assertThat(watch.messages()).hasSize(2);
        assertThat(managers)
                .as("each is degraded all the same")
                .noneMatch(each -> registry(each).health().concerns().isEmpty());

        REDIS.command("CONFIG", "SET", "appendonly", "yes");
        look();
        assertThat(watch.messages()).hasSize(3).last().asString().startsWith("No longer so: ");
    }

    private static SessionRegistry registry(VedfolnirSessionManager manager) {
        return (SessionRegistry) manager.getContext().getServletContext().getAttribute(SessionRegistry.ATTRIBUTE);
    }

    @Test
    void whatIsPassedOverOfTheSettingsIsSaidOnce() {
        assertThat(starts.messages().stream().filter(said -> said.contains("ignored: retryInterval")))
                .hasSize(1);
        assertThat(starts.messages().stream().filter(said -> said.startsWith("Sessions are kept")))
                .as("where each application keeps its sessions")
                .hasSize(APPLICATIONS);
    }

    @Test
    void anOutageIsSaidOnceAndItsEndWhenAllHaveFoundIt() throws Exception {
        REDIS.pause();
        try {
            look();
            assertThat(outages.messages()).singleElement().asString().contains("does not serve");
        } finally {
            REDIS.resume();
        }
        Eventually.within(Duration.ofSeconds(20), () -> {
            look();
            return outages.messages().size() > 1;
        });
        assertThat(outages.messages()).hasSize(2).last().asString().contains("answers again");
    }

    @Test
    void aFullRedisIsSaidOnce() {
        REDIS.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        REDIS.command("CONFIG", "SET", "maxmemory", "1");
        for (var i = 0; i < APPLICATIONS; i++) {
            new Browser().get(node, (i == 0 ? "" : "/other" + i) + "/create");
        }
        assertThat(refusals.messages()).singleElement().asString().contains("its memory is full");
    }

    @Test
    void anotherTomcatSaysItForItselfAndWhoComesAfterTheLastOneToo() throws Exception {
        try (var other = new Node(REDIS.url(), "")) {
            assertThat(other.registry().health().concerns()).isNotEmpty();
        }
        assertThat(watch.messages()).hasSize(4);
        for (var manager : managers) {
            manager.getContext().stop();
        }
        managers.get(0).getContext().start();
        assertThat(watch.messages()).as("nobody was left who had said it").hasSize(6);
        managers.get(1).getContext().start();
        assertThat(watch.messages()).as("somebody was").hasSize(6);
    }

    private void look() {
        managers.forEach(VedfolnirSessionManager::processExpires);
    }
}
