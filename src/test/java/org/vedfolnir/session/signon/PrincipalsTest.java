package org.vedfolnir.session.signon;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.MessagePolicy;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.GroupPrincipalCallback;
import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.security.auth.message.module.ServerAuthModule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.spi.LoginModule;
import org.apache.catalina.Manager;
import org.apache.catalina.Realm;
import org.apache.catalina.authenticator.jaspic.AuthConfigFactoryImpl;
import org.apache.catalina.core.StandardServer;
import org.apache.catalina.realm.CombinedRealm;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.realm.JAASRealm;
import org.apache.catalina.realm.LockOutRealm;
import org.apache.catalina.realm.RealmBase;
import org.apache.catalina.realm.UserDatabaseRealm;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.users.MemoryUserDatabase;
import org.apache.naming.NamingContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.session.work.Exchange;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Point;
import org.vedfolnir.session.work.Requests;
import org.vedfolnir.session.work.WorkServlet;
import org.vedfolnir.testing.Logged;
import org.vedfolnir.testing.TestFolders;

/** An application gets the principal of its realm, of the same class and with the same roles, in each later request. Tomcat's manager is the reference. */
class PrincipalsTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private final Requests visitor = new Requests();

    /** A class of the application. */
    record Person(String getName, int shoeSize) implements Principal, Serializable {}

    record Role(String getName) implements Principal, Serializable {}

    /** Has a field that cannot be serialized. */
    static final class Agent implements Principal {

        @Override
        public String getName() {
            return "ann";
        }
    }

    /** A realm with one user. */
    static class OwnRealm extends RealmBase {

        private final Principal user;

        OwnRealm(Principal user) {
            this.user = user;
        }

        @Override
        public @Nullable Principal authenticate(String name, String credentials) {
            return user.getName().equals(name) && Node.PASSWORD.equals(credentials) ? user : null;
        }

        @Override
        protected String getPassword(String name) {
            return Node.PASSWORD;
        }

        @Override
        protected @Nullable Principal getPrincipal(String name) {
            return user.getName().equals(name) ? user : null;
        }

        /** As realms with their own principals do. */
        @Override
        public boolean hasRole(org.apache.catalina.Wrapper wrapper, Principal principal, String role) {
            return principal instanceof Person ? "user".equals(role) : super.hasRole(wrapper, principal, role);
        }
    }

    /** The login module of {@code JAASRealm}. */
    public static final class Module implements LoginModule {

        private Subject subject = new Subject();

        @Override
        public void initialize(
                Subject subject, CallbackHandler handler, Map<String, ?> shared, Map<String, ?> options) {
            this.subject = subject;
        }

        @Override
        public boolean login() {
            return true;
        }

        @Override
        public boolean commit() {
            subject.getPrincipals().addAll(Set.of(new Person("ann", 39), new Role("user")));
            return true;
        }

        @Override
        public boolean abort() {
            return true;
        }

        @Override
        public boolean logout() {
            return true;
        }
    }

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
                var realm = new JAASRealm() {
                    @Override
                    protected Configuration getConfig() {
                        return new OneModule();
                    }
                };
                realm.setAppName("test");
                realm.setUserClassNames(Person.class.getName());
                realm.setRoleClassNames(Role.class.getName());
                return realm;
            }
        },
        USER_DATABASE {
            @Override
            Realm realm(Tomcat tomcat) throws Exception {
                return database(tomcat, "user");
            }
        },
        LOCKED_OUT_USER_DATABASE {
            @Override
            Realm realm(Tomcat tomcat) throws Exception {
                var realm = new LockOutRealm();
                realm.addRealm(database(tomcat, "user"));
                return realm;
            }
        };

        abstract Realm realm(Tomcat tomcat) throws Exception;
    }

    private static final class OneModule extends Configuration {

        @Override
        public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {
                new AppConfigurationEntry(Module.class.getName(), LoginModuleControlFlag.REQUIRED, Map.of())
            };
        }
    }

    /** Tomcat's user database, as in a stock {@code server.xml}. */
    @SuppressWarnings("BanJNDI") // only the test gives it names to look up
    private static UserDatabaseRealm database(Tomcat tomcat, String role) throws Exception {
        var users = new MemoryUserDatabase("users");
        users.setPathname(
                TestFolders.make("vedfolnir-users").resolve("users.xml").toString());
        users.createRole(role, null);
        users.createUser("ann", Node.PASSWORD, null).addRole(users.findRole(role));
        var global = new NamingContext(new Hashtable<>(), "global");
        global.bind("UserDatabase", users);
        ((StandardServer) tomcat.getServer()).setGlobalNamingContext(global);
        return new UserDatabaseRealm();
    }

    @FunctionalInterface
    interface Realms {
        Realm realm(Tomcat tomcat) throws Exception;
    }

    private static Node node(Manager manager, Realms realms) throws Exception {
        return new Node(manager, (tomcat, context) -> {
            try {
                context.setRealm(realms.realm(tomcat));
            } catch (Exception e) {
                throw new AssertionError("The realm of this test does not start.", e);
            }
            context.addSecurityRole("user");
            Tomcat.addServlet(context, "work", new WorkServlet()).addMapping(WorkServlet.PATH);
        });
    }

    private static VedfolnirSessionManager ours(String keys, String concurrency) {
        return Node.manager(REDIS.url(), keys, manager -> manager.setConcurrency(concurrency));
    }

    private static String signIn(Exchange exchange) throws Exception {
        exchange.request().login("ann", Node.PASSWORD);
        return seen(exchange);
    }

    private static String seen(Exchange exchange) {
        var user = exchange.request().getUserPrincipal();
        var mail = user instanceof GenericPrincipal generic ? generic.getAttribute("mail") : null;
        return user == null
                ? "nobody"
                : user.getClass().getName() + " "
                        + (user instanceof GenericPrincipal ? user.getName() : user) + " " + mail + " user:"
                        + exchange.request().isUserInRole("user") + " admin:"
                        + exchange.request().isUserInRole("admin") + " "
                        + exchange.request().getAuthType();
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
            judged.get(judge, PrincipalsTest::signIn);
            expected = judged.get(judge, PrincipalsTest::seen);
        }
        assertThat(expected).contains("ann", "user:true", "admin:false");
        try (var one = node(ours(keys, concurrency), kind::realm);
                var two = node(ours(keys, concurrency), kind::realm)) {
            visitor.get(one, exchange -> exchange.set("x", "y"));
            visitor.get(one, PrincipalsTest::signIn);
            for (var node : List.of(one, two, one, two)) {
                assertThat(visitor.get(node, PrincipalsTest::seen)).isEqualTo(expected);
                visitor.get(node, exchange -> exchange.set("x", String.valueOf(node.port())));
            }
            visitor.get(two, exchange -> {
                exchange.request().logout();
                return "out";
            });
            assertThat(visitor.get(one, PrincipalsTest::seen)).isEqualTo("nobody");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "ISOLATED"})
    void keepsAnUnserializablePrincipalOnItsNodeAndNameAndRolesOnAllNodes(Keeper keeper) throws Exception {
        var concurrency = keeper.name().toLowerCase(java.util.Locale.ROOT);
        for (var user : List.of(new Agent(), new GenericPrincipal("ann", List.of("user"), new Agent()))) {
            var visitor = new Requests();
            try (var one = node(ours("", concurrency), tomcat -> new OwnRealm(user));
                    var two = node(ours("", concurrency), tomcat -> new OwnRealm(user))) {
                visitor.get(one, exchange -> exchange.set("x", "y"));
                var first = visitor.get(one, PrincipalsTest::signIn);
                assertThat(first).startsWith(Agent.class.getName());
                assertThat(visitor.get(one, exchange -> exchange.request()
                                .getUserPrincipal()
                                .getClass()))
                        .isEqualTo(Agent.class.toString());
                assertThat(visitor.get(two, PrincipalsTest::seen))
                        .startsWith(GenericPrincipal.class.getName() + " ann");
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
        try (var one = node(ours("", "shared"), tomcat -> database(tomcat, "user"));
                var two = node(ours("", "shared"), tomcat -> database(tomcat, "other"))) {
            visitor.get(one, exchange -> exchange.set("x", "y"));
            assertThat(visitor.get(one, PrincipalsTest::signIn)).contains("user:true");
            assertThat(visitor.get(one, PrincipalsTest::seen)).contains("user:true");
            assertThat(visitor.get(two, PrincipalsTest::seen)).contains("user:false");
        }
    }

    /** Staff and customers of a shop in two databases: the password decides which of two users of one name signs in. */
    @SuppressWarnings("BanJNDI") // only the test gives it names to look up
    private static Realm staffAndCustomers(Tomcat tomcat) throws Exception {
        var global = new NamingContext(new Hashtable<>(), "global");
        var both = new CombinedRealm();
        for (var role : List.of("admin", "user")) {
            var users = new MemoryUserDatabase(role);
            users.setPathname(
                    TestFolders.make("vedfolnir-users").resolve("users.xml").toString());
            users.createRole(role, null);
            users.createUser("ann", "user".equals(role) ? Node.PASSWORD : "another", null)
                    .addRole(users.findRole(role));
            global.bind(role, users);
            var realm = new UserDatabaseRealm();
            realm.setResourceName(role);
            both.addRealm(realm);
        }
        ((StandardServer) tomcat.getServer()).setGlobalNamingContext(global);
        return both;
    }

    @Test
    void givesNoRolesOfAnotherUserOfThatName() throws Exception {
        try (var one = node(ours("", "shared"), PrincipalsTest::staffAndCustomers)) {
            visitor.get(one, exchange -> exchange.set("x", "y"));
            assertThat(visitor.get(one, PrincipalsTest::signIn)).contains("user:true admin:false");

            assertThat(visitor.get(one, PrincipalsTest::seen)).contains("user:true admin:false");
        }
    }

    @Test
    void logsAnUnreadablePrincipalOnce() throws Exception {
        Realms realms = tomcat -> new OwnRealm(new Person("ann", 39));
        try (var one = node(ours("", "shared"), realms);
                var two = node(
                        Node.manager(
                                REDIS.url(), "", manager -> manager.setDeserializable("!" + Person.class.getName())),
                        realms);
                var log = new Logged(Principals.class.getName())) {
            visitor.get(one, exchange -> exchange.set("x", "y"));
            visitor.get(one, PrincipalsTest::signIn);
            for (var i = 0; i < 3; i++) {
                assertThat(visitor.get(two, PrincipalsTest::seen)).startsWith(GenericPrincipal.class.getName());
            }

            assertThat(log.messages()).hasSize(1);
        }
    }

    /** The principal in a node's memory may be older than a sign-in on another node. */
    @Test
    void losesARoleOnAllNodesThatTheNextSignInDoesNotGive() throws Exception {
        try (var one = node(
                        ours("", "shared"),
                        tomcat -> new OwnRealm(new GenericPrincipal("ann", List.of("user"), new Agent())));
                var two = node(
                        ours("", "shared"),
                        tomcat -> new OwnRealm(new GenericPrincipal("ann", List.of("other"), new Agent())))) {
            visitor.get(one, exchange -> exchange.set("x", "y"));
            assertThat(visitor.get(one, PrincipalsTest::signIn)).contains("user:true");
            assertThat(visitor.get(two, exchange -> {
                        exchange.session();
                        exchange.request().logout();
                        return signIn(exchange);
                    }))
                    .contains("user:false");

            assertThat(visitor.get(one, PrincipalsTest::seen)).contains("ann", "user:false");
        }
    }

    /** A principal of the application that takes a lock. */
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
        try (var one = node(ours("", "shared"), tomcat -> new OwnRealm(new Waiting()))) {
            visitor.get(one, exchange -> exchange.set("x", "y"));
            visitor.get(one, PrincipalsTest::signIn);
            var point = new Point();
            Waiting.NEXT.set(point);
            var first = visitor.begin(one, PrincipalsTest::seenInItsSession);
            point.reached();
            visitor.get(one, exchange -> {
                exchange.session();
                exchange.request().logout();
                return "out";
            });
            point.letGo();

            assertThat(first.join()).isEqualTo("nobody");
        }
    }

    private static String seenInItsSession(Exchange exchange) {
        exchange.session();
        return seen(exchange);
    }

    /** As Jakarta Security registers one: each request takes over the user from the session. */
    private static final class Mechanism implements ServerAuthModule {

        private @Nullable CallbackHandler handler;

        @Override
        public void initialize(
                MessagePolicy request, MessagePolicy response, CallbackHandler handler, Map<String, Object> options) {
            this.handler = handler;
        }

        @Override
        public Class<?>[] getSupportedMessageTypes() {
            return new Class<?>[] {HttpServletRequest.class, HttpServletResponse.class};
        }

        @Override
        @SuppressWarnings("unchecked")
        public AuthStatus validateRequest(MessageInfo message, Subject client, Subject service) throws AuthException {
            var request = (HttpServletRequest) message.getRequestMessage();
            var before = request.getUserPrincipal();
            try {
                if (request.getCookies() == null) {
                    handle(
                            new CallerPrincipalCallback(client, new Person("ann", 39)),
                            new GroupPrincipalCallback(client, new String[] {"user"}));
                    message.getMap().put("jakarta.servlet.http.registerSession", "true");
                } else {
                    handle(new CallerPrincipalCallback(client, before));
                }
                return AuthStatus.SUCCESS;
            } catch (IOException | UnsupportedCallbackException e) {
                throw new AuthException(e);
            }
        }

        private void handle(Callback... callbacks) throws IOException, UnsupportedCallbackException {
            if (handler != null) {
                handler.handle(callbacks);
            }
        }
    }

    private static final List<String> MODULES = new ArrayList<>();

    /** The module would authenticate in every application of that path. */
    @AfterEach
    void leaveNoModuleBehind() {
        MODULES.forEach(module -> factory().removeRegistration(module));
        MODULES.clear();
    }

    /** Tomcat 10.1 has none before one is set. */
    private static AuthConfigFactory factory() {
        if (AuthConfigFactory.getFactory() == null) {
            AuthConfigFactory.setFactory(new AuthConfigFactoryImpl());
        }
        return AuthConfigFactory.getFactory();
    }

    private static Node withMechanism(Manager manager) throws Exception {
        return new Node(manager, (tomcat, context) -> {
            context.addSecurityRole("user");
            context.addServletContainerInitializer(
                    (classes, application) ->
                            MODULES.add(factory().registerServerAuthModule(new Mechanism(), application)),
                    null);
            Tomcat.addServlet(context, "work", new WorkServlet()).addMapping(WorkServlet.PATH);
        });
    }

    @Test
    void restoresThePrincipalOfAJakartaAuthenticationModule() throws Exception {
        String expected;
        try (var judge = withMechanism(new StandardManager())) {
            var judged = new Requests();
            judged.get(judge, exchange -> exchange.set("x", "y"));
            expected = judged.get(judge, PrincipalsTest::seen);
        }
        assertThat(expected).contains(Person.class.getName(), "user:true");
        try (var one = withMechanism(ours("", "shared"));
                var two = withMechanism(ours("", "shared"))) {
            visitor.get(one, exchange -> exchange.set("x", "y"));
            for (var node : List.of(one, two, one)) {
                assertThat(visitor.get(node, PrincipalsTest::seen)).isEqualTo(expected);
            }
        }
    }

    /** Tomcat's plain principal needs no extra space: the document has its name and roles, as in earlier versions. */
    @Test
    void storesAPlainPrincipalByNameAndRoles() throws Exception {
        try (var one = node(ours("", "shared"), tomcat -> new OwnRealm(new GenericPrincipal("ann", List.of("user"))))) {
            visitor.get(one, exchange -> exchange.set("x", "y"));
            visitor.get(one, PrincipalsTest::signIn);

            assertThat(REDIS.value("vedfolnir:session:" + visitor.browser().id()))
                    .contains("\"auth\":{\"type\":\"NONE\",\"name\":\"ann\",\"roles\":[\"user\"]}");
        }
    }
}
