package org.vedfolnir.session.signon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.session.signon.TestRealms.database;
import static org.vedfolnir.session.signon.TestRealms.node;
import static org.vedfolnir.session.signon.TestRealms.ours;
import static org.vedfolnir.session.signon.TestRealms.seen;
import static org.vedfolnir.session.signon.TestRealms.signIn;

import java.io.ObjectInputStream;
import java.io.Serializable;
import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.catalina.Realm;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.realm.LockOutRealm;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.signon.TestRealms.Agent;
import org.vedfolnir.session.signon.TestRealms.OwnRealm;
import org.vedfolnir.session.signon.TestRealms.Person;
import org.vedfolnir.session.signon.TestRealms.Realms;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.session.work.Exchange;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Point;
import org.vedfolnir.session.work.Requests;
import org.vedfolnir.testing.Logged;

/** An application gets the principal of its realm, of the same class and with the same roles, in each later request. Tomcat's manager is the reference. */
class PrincipalsTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private final Requests visitor = new Requests();

    enum Kind {
        OWN {
            @Override
            Realm realm(Tomcat tomcat) {
                return new OwnRealm(new Person("ann", 39));
            }
        },
        WRAPPED {
            @Override
            Realm realm(Tomcat tomcat) {
                return new OwnRealm(new GenericPrincipal("ann", List.of("user"), new Person("ann", 39)));
            }
        },
        ATTRIBUTES {
            @Override
            Realm realm(Tomcat tomcat) {
                return new OwnRealm(new GenericPrincipal(
                        "ann", List.of("user"), null, null, null, new HashMap<>(Map.of("mail", "ann@example.org"))));
            }
        },
        JAAS {
            @Override
            Realm realm(Tomcat tomcat) {
                return TestRealms.jaas();
            }
        },
        USER_DATABASE {
            @Override
            Realm realm(Tomcat tomcat) throws Exception {
                return TestRealms.database(tomcat, "user");
            }
        },
        LOCKED_OUT_USER_DATABASE {
            @Override
            Realm realm(Tomcat tomcat) throws Exception {
                var realm = new LockOutRealm();
                realm.addRealm(TestRealms.database(tomcat, "user"));
                return realm;
            }
        };

        abstract Realm realm(Tomcat tomcat) throws Exception;
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> kinds() {
        return Stream.of(Kind.values()).flatMap(kind -> Stream.of("shared", "isolated")
                .map(concurrency -> org.junit.jupiter.params.provider.Arguments.of(kind, concurrency)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("kinds")
    void restoresThePrincipalWithItsClassAndRoles(Kind kind, String concurrency) throws Exception {
        var keys = KeyRing.generate();
        String expected;
        try (var judge = node(new StandardManager(), kind::realm)) {
            var judged = new Requests();
            judged.get(judge, exchange -> exchange.set("x", "y"));
            judged.get(judge, TestRealms::signIn);
            expected = judged.get(judge, TestRealms::seen);
        }
        assertThat(expected).contains("ann", "user:true", "admin:false");
        try (var one = node(ours(REDIS, keys, concurrency), kind::realm);
                var two = node(ours(REDIS, keys, concurrency), kind::realm)) {
            visitor.get(one, exchange -> exchange.set("x", "y"));
            visitor.get(one, TestRealms::signIn);
            for (var node : List.of(one, two, one, two)) {
                assertThat(visitor.get(node, TestRealms::seen)).isEqualTo(expected);
                visitor.get(node, exchange -> exchange.set("x", String.valueOf(node.port())));
            }
            visitor.get(two, exchange -> {
                exchange.request().logout();
                return "out";
            });
            assertThat(visitor.get(one, TestRealms::seen)).isEqualTo("nobody");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "ISOLATED"})
    void keepsAnUnserializablePrincipalOnItsNodeAndNameAndRolesOnAllNodes(Keeper keeper) throws Exception {
        var concurrency = keeper.name().toLowerCase(java.util.Locale.ROOT);
        for (var user : List.of(new Agent(), new GenericPrincipal("ann", List.of("user"), new Agent()))) {
            var visitor = new Requests();
            try (var one = node(ours(REDIS, "", concurrency), tomcat -> new OwnRealm(user));
                    var two = node(ours(REDIS, "", concurrency), tomcat -> new OwnRealm(user))) {
                visitor.get(one, exchange -> exchange.set("x", "y"));
                var first = visitor.get(one, TestRealms::signIn);
                assertThat(first).startsWith(Agent.class.getName());
                assertThat(visitor.get(one, exchange -> exchange.request()
                                .getUserPrincipal()
                                .getClass()))
                        .isEqualTo(Agent.class.toString());
                assertThat(visitor.get(two, TestRealms::seen)).startsWith(GenericPrincipal.class.getName() + " ann");
                assertThat(visitor.get(one, exchange -> exchange.request()
                                .getUserPrincipal()
                                .getClass()))
                        .isEqualTo(Agent.class.toString());
                visitor.get(one, exchange -> {
                    exchange.session().invalidate();
                    return "ended";
                });
                assertThat(one.manager()
                                .runtime()
                                .components()
                                .localAttributes()
                                .size())
                        .isZero();
            }
        }
    }

    /** As with Tomcat's manager: the principal of its user database reads the database. */
    @Test
    void losesARoleThatIsRevokedInTheDatabase() throws Exception {
        try (var one = node(ours(REDIS, "", "shared"), tomcat -> database(tomcat, "user"));
                var two = node(ours(REDIS, "", "shared"), tomcat -> database(tomcat, "other"))) {
            visitor.get(one, exchange -> exchange.set("x", "y"));
            assertThat(visitor.get(one, TestRealms::signIn)).contains("user:true");
            assertThat(visitor.get(one, TestRealms::seen)).contains("user:true");
            assertThat(visitor.get(two, TestRealms::seen)).contains("user:false");
        }
    }

    @Test
    void givesNoRolesOfAnotherUserOfThatName() throws Exception {
        try (var one = node(ours(REDIS, "", "shared"), TestRealms::staffAndCustomers)) {
            visitor.get(one, exchange -> exchange.set("x", "y"));
            assertThat(visitor.get(one, TestRealms::signIn)).contains("user:true admin:false");

            assertThat(visitor.get(one, TestRealms::seen)).contains("user:true admin:false");
        }
    }

    @Test
    void logsAnUnreadablePrincipalOnce() throws Exception {
        Realms realms = tomcat -> new OwnRealm(new Person("ann", 39));
        try (var one = node(ours(REDIS, "", "shared"), realms);
                var two = node(
                        Node.manager(
                                REDIS.url(), "", manager -> manager.setDeserializable("!" + Person.class.getName())),
                        realms);
                var log = new Logged(Principals.class.getName())) {
            visitor.get(one, exchange -> exchange.set("x", "y"));
            visitor.get(one, TestRealms::signIn);
            for (var i = 0; i < 3; i++) {
                assertThat(visitor.get(two, TestRealms::seen)).startsWith(GenericPrincipal.class.getName());
            }

            assertThat(log.messages()).hasSize(1);
        }
    }

    /** The principal in a node's memory may be older than a sign-in on another node. */
    @Test
    void losesARoleOnAllNodesThatTheNextSignInDoesNotGive() throws Exception {
        try (var one = node(
                        ours(REDIS, "", "shared"),
                        tomcat -> new OwnRealm(new GenericPrincipal("ann", List.of("user"), new Agent())));
                var two = node(
                        ours(REDIS, "", "shared"),
                        tomcat -> new OwnRealm(new GenericPrincipal("ann", List.of("other"), new Agent())))) {
            visitor.get(one, exchange -> exchange.set("x", "y"));
            assertThat(visitor.get(one, TestRealms::signIn)).contains("user:true");
            assertThat(visitor.get(two, exchange -> {
                        exchange.session();
                        exchange.request().logout();
                        return signIn(exchange);
                    }))
                    .contains("user:false");

            assertThat(visitor.get(one, TestRealms::seen)).contains("ann", "user:false");
        }
    }

    /** A principal whose deserialization waits for the test. */
    static final class Waiting implements Principal, Serializable {

        private static final long serialVersionUID = 1;
        private static final AtomicReference<@Nullable Point> NEXT = new AtomicReference<>();

        @Override
        public String getName() {
            return "ann";
        }

        private void readObject(ObjectInputStream in) {
            var point = NEXT.getAndSet(null);
            if (point != null) {
                point.hold();
            }
        }
    }

    @Test
    void signsOutWhileAnotherRequestReadsThePrincipal() throws Exception {
        try (var one = node(ours(REDIS, "", "shared"), tomcat -> new OwnRealm(new Waiting()))) {
            visitor.get(one, exchange -> exchange.set("x", "y"));
            visitor.get(one, TestRealms::signIn);
            var point = new Point();
            Waiting.NEXT.set(point);
            var first = visitor.begin(one, PrincipalsTest::seenInItsSession);
            point.reached();
            visitor.get(one, exchange -> {
                exchange.session();
                exchange.request().logout();
                return "out";
            });
            point.release();

            assertThat(first.join()).isEqualTo("nobody");
        }
    }

    private static String seenInItsSession(Exchange exchange) {
        exchange.session();
        return seen(exchange);
    }

    /** Tomcat's plain principal needs no extra space: the document has its name and roles, as in earlier versions. */
    @Test
    void storesAPlainPrincipalByNameAndRoles() throws Exception {
        try (var one =
                node(ours(REDIS, "", "shared"), tomcat -> new OwnRealm(new GenericPrincipal("ann", List.of("user"))))) {
            visitor.get(one, exchange -> exchange.set("x", "y"));
            visitor.get(one, TestRealms::signIn);

            assertThat(REDIS.value("vedfolnir:session:" + visitor.browser().id()))
                    .contains("\"auth\":{\"type\":\"NONE\",\"name\":\"ann\",\"roles\":[\"user\"]}");
        }
    }
}
