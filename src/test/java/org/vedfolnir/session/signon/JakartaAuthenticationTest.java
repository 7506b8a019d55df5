package org.vedfolnir.session.signon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.session.signon.TestRealms.node;
import static org.vedfolnir.session.signon.TestRealms.ours;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.apache.catalina.Manager;
import org.apache.catalina.authenticator.jaspic.AuthConfigFactoryImpl;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.signon.TestRealms.Person;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.session.work.Requests;
import org.vedfolnir.session.work.WorkServlet;

/** The principal of a module of Jakarta Authentication, as Jakarta Security registers one. Tomcat's manager is the reference. */
class JakartaAuthenticationTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private final Requests visitor = new Requests();

    /** Each request takes over the user from the session. */
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
            expected = judged.get(judge, TestRealms::seen);
        }
        assertThat(expected).contains(Person.class.getName(), "user:true");
        try (var one = withMechanism(ours(REDIS, "", "shared"));
                var two = withMechanism(ours(REDIS, "", "shared"))) {
            visitor.get(one, exchange -> exchange.set("x", "y"));
            for (var node : List.of(one, two, one)) {
                assertThat(visitor.get(node, TestRealms::seen)).isEqualTo(expected);
            }
        }
    }
}
