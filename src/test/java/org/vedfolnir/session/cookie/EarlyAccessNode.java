package org.vedfolnir.session.cookie;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.node.EarlySessionAccess;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;

/**
 * Two applications, at {@code /} and {@code /shop}, in which a listener ({@code ?early}), a valve of the host ({@code ?valve}) or a filter
 * ({@code ?filter}) reads the session before the servlet. One thread serves all requests, so that anything left on it meets the next request.
 */
final class EarlyAccessNode {

    private EarlyAccessNode() {}

    static Node start(String redisUrl, String keys) throws Exception {
        return new Node(Node.manager(redisUrl, keys, Node::recording), (tomcat, root) -> {
            tomcat.getConnector().setProperty("maxThreads", "1");
            tomcat.getConnector().setProperty("minSpareThreads", "1");
            tomcat.getHost().getPipeline().addValve(new EarlyAccessValve());
            filter(root);
            var shop = tomcat.addContext("/shop", root.getDocBase());
            shop.setManager(Node.manager(redisUrl, keys, Node::recording));
            Tomcat.addServlet(shop, "probe", new ProbeServlet()).addMapping("/");
            ((StandardContext) shop).setApplicationEventListeners(new Object[] {new EarlySessionAccess()});
            filter(shop);
        });
    }

    private static void filter(Context context) {
        var definition = new FilterDef();
        definition.setFilterName("early");
        definition.setFilter(new EarlyAccessFilter());
        definition.setFilterClass(EarlyAccessFilter.class.getName());
        context.addFilterDef(definition);
        var map = new FilterMap();
        map.setFilterName("early");
        map.addURLPattern("/*");
        context.addFilterMap(map);
    }

    private static boolean wanted(HttpServletRequest request, String looker) {
        return String.valueOf(request.getQueryString()).contains(looker);
    }

    private static String seen(@Nullable HttpSession session) {
        return session == null ? "none" : String.valueOf(session.getAttribute("color"));
    }

    /** Aborts requests with {@code ?stop}. */
    private static final class EarlyAccessValve extends ValveBase {

        EarlyAccessValve() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            if (wanted(request, "valve")) {
                response.setHeader("X-Valve", seen(request.getSession(false)));
            }
            if (wanted(request, "stop")) {
                response.setContentLength(0);
                return;
            }
            getNext().invoke(request, response);
        }
    }

    /** Prints the requested id at that point. */
    private static final class EarlyAccessFilter implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            var http = (HttpServletRequest) request;
            if (wanted(http, "filter")) {
                ((HttpServletResponse) response).setHeader("X-Filter", seen(http.getSession(false)));
            }
            if (wanted(http, "which")) {
                ((HttpServletResponse) response).setHeader("X-Which", String.valueOf(http.getRequestedSessionId()));
                ((HttpServletResponse) response).setHeader("X-Valid", String.valueOf(http.isRequestedSessionIdValid()));
            }
            chain.doFilter(request, response);
        }
    }
}
