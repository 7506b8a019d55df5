package org.vedfolnir.session.signon;

import java.io.Serializable;
import java.security.Principal;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.spi.LoginModule;
import org.apache.catalina.Manager;
import org.apache.catalina.Realm;
import org.apache.catalina.core.StandardServer;
import org.apache.catalina.realm.CombinedRealm;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.realm.JAASRealm;
import org.apache.catalina.realm.RealmBase;
import org.apache.catalina.realm.UserDatabaseRealm;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.users.MemoryUserDatabase;
import org.apache.naming.NamingContext;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.session.work.Exchange;
import org.vedfolnir.session.work.WorkServlet;
import org.vedfolnir.testing.TestFolders;

/** Realms and principals of an application, and nodes with such a realm whose application shows the principal of a request. */
final class TestRealms {

    private TestRealms() {}

    /** A class of the application. */
    record Person(String getName, int shoeSize) implements Principal, Serializable {}

    record Role(String getName) implements Principal, Serializable {}

    /** A principal that is not Serializable. */
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
    static UserDatabaseRealm database(Tomcat tomcat, String role) throws Exception {
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

    /** Staff and customers of a shop in two databases: the password decides which of two users of one name signs in. */
    @SuppressWarnings("BanJNDI") // only the test gives it names to look up
    static Realm staffAndCustomers(Tomcat tomcat) throws Exception {
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

    /** A {@code JAASRealm} with one login module. */
    static Realm jaas() {
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

    @FunctionalInterface
    interface Realms {
        Realm realm(Tomcat tomcat) throws Exception;
    }

    static Node node(Manager manager, Realms realms) throws Exception {
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

    static VedfolnirSessionManager ours(RealRedis redis, String keys, String concurrency) {
        return Node.manager(redis.url(), keys, manager -> manager.setConcurrency(concurrency));
    }

    static String signIn(Exchange exchange) throws Exception {
        exchange.request().login("ann", Node.PASSWORD);
        return seen(exchange);
    }

    static String seen(Exchange exchange) {
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
}
