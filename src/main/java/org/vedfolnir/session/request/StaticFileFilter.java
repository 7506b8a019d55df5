package org.vedfolnir.session.request;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.apache.catalina.Context;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/**
 * Runs after all filters and passes Tomcat's own request to its servlet of static files, unless a filter wrapped ours.
 * Tomcat uses sendfile only for its own request. Stateless.
 */
final class StaticFileFilter implements Filter {

    private static final String NAME = StaticFileFilter.class.getName();
    private static final String SERVLET = "org.apache.catalina.servlets.DefaultServlet";
    /** Of all servlets. Such filters run after those that are mapped to URL patterns. */
    private static final String ALL = "*";

    static void last(Context context) {
        var definition = new FilterDef();
        definition.setFilterName(NAME);
        definition.setFilterClass(NAME);
        definition.setFilter(new StaticFileFilter());
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        var map = new FilterMap();
        map.setFilterName(NAME);
        map.addServletName(ALL);
        map.setDispatcher(DispatcherType.REQUEST.name());
        context.addFilterMap(map);
    }

    static void forget(Context context) {
        CommitFilter.forget(context, NAME);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var ours = request instanceof SessionRequest session && session.isFor(SERVLET) ? session.unwrapped() : request;
        chain.doFilter(ours, response);
    }
}
