package org.vedfolnir.session.parity;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.redis.RealRedis;

/**
 * A typical security framework: a {@code ServletContainerInitializer} maps its filter before all others; the filter wraps request and response, keeps a
 * form token and the user in the session, and changes the session id at the sign-in.
 */
class FirstFilterTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final int PEOPLE = 20;

    /** The framework. */
    private static final class Security implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            var http = (HttpServletRequest) request;
            var answer = (HttpServletResponse) response;
            var session = http.getSession(false);
            var user = session == null ? null : (String) session.getAttribute("user");
            switch (http.getServletPath()) {
                case "/login" -> form(http, answer);
                case "/enter" -> signIn(http, answer);
                case "/leave" -> {
                    if (session != null) {
                        session.invalidate();
                    }
                    answer.sendRedirect("/login");
                }
                default -> {
                    if (user == null) {
                        answer.sendError(HttpServletResponse.SC_UNAUTHORIZED);
                    } else {
                        chain.doFilter(new SignedIn(http, user), new HttpServletResponseWrapper(answer));
                    }
                }
            }
        }

        private static void form(HttpServletRequest request, HttpServletResponse response) throws IOException {
            var token = UUID.randomUUID().toString();
            request.getSession().setAttribute("token", token);
            response.getWriter().print(token);
        }

        private static void signIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
            var session = request.getSession(false);
            if (session == null || !request.getParameter("token").equals(session.getAttribute("token"))) {
                response.sendError(HttpServletResponse.SC_FORBIDDEN);
                return;
            }
            request.changeSessionId();
            session.setAttribute("user", request.getParameter("user"));
            response.sendRedirect("/count");
        }
    }

    private static final class SignedIn extends HttpServletRequestWrapper {

        private final String user;

        SignedIn(HttpServletRequest request, String user) {
            super(request);
            this.user = user;
        }

        @Override
        public Principal getUserPrincipal() {
            return () -> user;
        }
    }

    /** The application, which counts visits. */
    private static final class Counter extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            var session = request.getSession();
            var before = session.getAttribute("count") instanceof Integer number ? number : 0;
            session.setAttribute("count", before + 1);
            response.getWriter().print(request.getUserPrincipal().getName() + " " + (before + 1));
        }
    }

    private static void build(Server server) {
        var context = server.application("");
        context.addServletContainerInitializer(FirstFilterTest::register, null);
        Tomcat.addServlet(context, "counter", new Counter()).addMapping("/count");
    }

    private static void register(Set<Class<?>> classes, ServletContext context) {
        context.addFilter("security", new Security())
                .addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    }

    @Test
    void signsUsersInOverTwoNodes() {
        try (var right = Site.ofTomcat(FirstFilterTest::build);
                var ours = Site.ofOurs(REDIS, FirstFilterTest::build)) {
            for (var person = 0; person < PEOPLE; person++) {
                assertThat(visit(ours, "person-" + person)).isEqualTo(visit(right, "person-" + person));
            }
        }
    }

    private static List<String> visit(Site site, String person) {
        var seen = new ArrayList<String>();
        var form = Client.get(site.at(0), "/login", "");
        var before = Client.cookie(form, "");
        var entered = Client.post(site.at(1), "/enter", before, "user=" + person + "&token=" + form.body());
        var cookie = Client.cookie(entered, before);
        seen.add(entered.statusCode() + " new id " + !cookie.equals(before));
        for (var page = 0; page < 4; page++) {
            var counted = Client.get(site.at(page), "/count", cookie);
            seen.add(counted.statusCode() + " " + counted.body() + " "
                    + counted.headers().firstValue("Set-Cookie").isPresent());
        }
        seen.add("old id " + Client.get(site.at(0), "/count", before).statusCode());
        Client.get(site.at(0), "/leave", cookie);
        seen.add("left " + Client.get(site.at(1), "/count", cookie).statusCode());
        assertThat(seen).contains("302 new id true", "200 " + person + " 4 false", "old id 401", "left 401");
        return seen;
    }
}
