package org.vedfolnir.session.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.http.VedfolnirSession;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.failure.SessionMovedException;
import org.vedfolnir.testing.Browser;

/** A session whose id changes while an administrator ends all sessions of its user does not escape, and saves no other session. */
class LiveSessionsTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    private final String user = UUID.randomUUID().toString();
    private final List<Browser> visitors = List.of(new Browser(), new Browser(), new Browser());

    /** Changes the id of each of the user's sessions on the other node at the moment of its end, that many times. */
    private final class Runaway implements Predicate<VedfolnirSession> {

        private int left;

        Runaway(int times) {
            left = times;
        }

        @Override
        public boolean test(VedfolnirSession session) {
            if (left-- > 0) {
                visitors.stream()
                        .filter(each -> session.getIdInternal().equals(each.id()))
                        .forEach(each -> each.get(CLUSTER.b(), "/rotate"));
            }
            return session.end(EndReason.SIGNED_OUT);
        }
    }

    /** The request of an administrator. */
    private final class Ending extends HttpServlet {

        private static final long serialVersionUID = 1;

        private transient @Nullable Predicate<VedfolnirSession> change;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            var sessions = (ClusterSessionRegistry) request.getServletContext().getAttribute(SessionRegistry.ATTRIBUTE);
            if (change != null) {
                response.getWriter().print(sessions.live().change(user, document -> true, change));
            }
        }
    }

    @BeforeEach
    void signIn() {
        visitors.forEach(each -> each.get(CLUSTER.b(), "/set?name=user_id&value=" + user));
    }

    private static LiveSessions live() {
        return ((ClusterSessionRegistry) CLUSTER.a().registry()).live();
    }

    private void assertGone() {
        assertThat(CLUSTER.a().registry().sessionsOf(user)).isEmpty();
        assertThat(visitors).allSatisfy(each -> assertThat(
                        each.get(CLUSTER.b(), "/get?name=user_id").body())
                .isNotEqualTo(user));
    }

    @Test
    void endsSessionsWhoseIdsChangeBetweenListAndEnd() {
        assertThat(live().change(user, document -> true, new Runaway(3))).isEqualTo(3);
        assertGone();
    }

    @Test
    void endsASessionWhoseIdChangesBeforeItIsRead() {
        Predicate<VedfolnirSession> change = session -> {
            visitors.stream()
                    .filter(each -> !session.getIdInternal().equals(each.id()))
                    .forEach(each -> each.get(CLUSTER.b(), "/rotate"));
            return session.end(EndReason.SIGNED_OUT);
        };

        assertThat(live().change(user, document -> true, change)).isEqualTo(3);
        assertGone();
    }

    @Test
    void reportsASessionWhoseIdChangesEachTimeAndEndsTheOthers() {
        var runaway = visitors.get(1);
        Predicate<VedfolnirSession> change = session -> {
            if (session.getIdInternal().equals(runaway.id())) {
                runaway.get(CLUSTER.b(), "/rotate");
            }
            return session.end(EndReason.SIGNED_OUT);
        };

        assertThatThrownBy(() -> live().change(user, document -> true, change))
                .isInstanceOf(SessionMovedException.class);
        assertThat(CLUSTER.a().registry().sessionsOf(user)).hasSize(1);
    }

    @Test
    void answersTheAdministratorIfASessionMovesMeanwhile() throws Exception {
        var ending = new Ending();
        ending.change = new Runaway(3);
        var manager = Node.manager(CLUSTER.redis().url(), CLUSTER.keys(), each -> {});
        try (var node = new Node(manager, (tomcat, context) -> Tomcat.addServlet(context, "ending", ending)
                .addMapping("/ending"))) {
            var answer = new Browser().get(node, "/ending");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("3");
        }
        assertGone();
    }
}
