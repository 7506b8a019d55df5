package org.vedfolnir.session.parity;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.io.CharArrayWriter;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.AbstractAccessLogValve;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/** Puts a probe at each place on the way of a request. Each probe reports to {@link Sightings}. */
final class Places {

    /** Places before the end of the response: a change at each of them is stored when the client has the response. */
    static final List<String> ALL = List.of(
            "engine before",
            "engine after",
            "host before",
            "host after",
            "context before",
            "context after",
            "listener initialized",
            "listener destroyed",
            "first filter REQUEST before",
            "first filter REQUEST after",
            "first filter ERROR before",
            "first filter ERROR after",
            "first filter ASYNC before",
            "first filter FORWARD before",
            "first filter INCLUDE before",
            "filter REQUEST before",
            "filter REQUEST after",
            "filter ERROR before",
            "filter ASYNC after",
            "servlet before",
            "servlet after",
            "error page",
            "target FORWARD",
            "target INCLUDE",
            "target ASYNC",
            "other application FORWARD",
            "other application INCLUDE",
            "thread");

    static final int LOGS = 2;

    private final Sightings sightings;

    Places(Sightings sightings) {
        this.sightings = sightings;
    }

    void into(Server server) {
        into(server, context -> {});
    }

    /** @param more set-up of the application */
    void into(Server server, Consumer<Context> more) {
        var tomcat = server.tomcat();
        tomcat.getEngine().getPipeline().addValve(new ProbeValve("engine"));
        tomcat.getHost().getPipeline().addValve(new ProbeValve("host"));
        tomcat.getHost().getPipeline().addValve(new Log("log of the host"));
        var context = server.application("");
        more.accept(context);
        application(context);
        servlet(server.application("/other"), new PlacesTarget("other application", sightings), "/target");
    }

    private void application(Context context) {
        context.setCrossContext(true);
        context.getPipeline().addValve(new ProbeValve("context"));
        context.getPipeline().addValve(new Log("log of the context"));
        context.addServletContainerInitializer(new FirstFilter(), null);
        ((StandardContext) context).setApplicationEventListeners(new Object[] {new RequestEvents(), new IdEvents()});
        ((StandardContext) context).addApplicationLifecycleListener(new SessionEvents());
        servlet(context, new PlacesServlet(sightings), "/page/*");
        servlet(context, new PlacesTarget("target", sightings), "/target");
        servlet(context, new PlacesTarget("error page", sightings), "/error-page");
        for (var code : new int[] {404, 500}) {
            var page = new ErrorPage();
            page.setErrorCode(code);
            page.setLocation("/error-page");
            context.addErrorPage(page);
        }
    }

    private static void servlet(Context context, jakarta.servlet.Servlet servlet, String pattern) {
        var name = servlet.getClass().getSimpleName() + pattern;
        var wrapper = Tomcat.addServlet(context, name, servlet);
        wrapper.setAsyncSupported(true);
        wrapper.addMapping(pattern);
    }

    /** Before and after all valves behind it. */
    private final class ProbeValve extends ValveBase {

        private final String level;

        ProbeValve(String level) {
            super(true);
            this.level = level;
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            sightings.at(level + " before", request);
            try {
                getNext().invoke(request, response);
                sightings.at(level + " after", request);
            } finally {
                if ("engine".equals(level)) {
                    sightings.valvesAreLeft();
                }
            }
        }
    }

    private final class Log extends AbstractAccessLogValve {

        private final String name;

        Log(String name) {
            this.name = name;
            setPattern("%S %u %{color}s %s %{" + Client.NUMBER + "}i");
        }

        @Override
        protected void log(CharArrayWriter line) {
            var words = line.toString().split(" ");
            if (!Client.sentLast(words[4])) {
                return; // of one that was answered before
            }
            sightings.report(
                    name + " %S",
                    words[0].equals("-") ? "-" : sightings.aliases().of(words[0]));
            sightings.report(name + " %u", words[1]);
            sightings.report(name + " %{x}s", words[2]);
            sightings.report(name + " %s", words[3]);
            sightings.logged();
        }
    }

    /** As Spring Boot and Spring Security register their filters: before all others, for every dispatch. */
    private final class FirstFilter implements ServletContainerInitializer {

        @Override
        public void onStartup(Set<Class<?>> classes, ServletContext context) {
            add(context, "first filter", false);
            add(context, "filter", true);
        }

        private void add(ServletContext context, String name, boolean after) {
            var registered = context.addFilter(name, new ProbeFilter(name));
            registered.setAsyncSupported(true);
            registered.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), after, "/*");
        }
    }

    private final class ProbeFilter implements Filter {

        private final String name;

        ProbeFilter(String name) {
            this.name = name;
        }

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            var place = name + " " + request.getDispatcherType();
            sightings.at(place + " before", request);
            chain.doFilter(request, response);
            sightings.at(place + " after", request);
        }
    }

    private final class RequestEvents implements ServletRequestListener {

        @Override
        public void requestInitialized(ServletRequestEvent event) {
            sightings.at("listener initialized", event.getServletRequest());
        }

        @Override
        public void requestDestroyed(ServletRequestEvent event) {
            sightings.at("listener destroyed", event.getServletRequest());
        }
    }

    private final class SessionEvents implements HttpSessionListener {

        @Override
        public void sessionCreated(HttpSessionEvent event) {
            sightings.report(
                    "session created", sightings.aliases().of(event.getSession().getId()));
        }

        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            var session = event.getSession();
            sightings.report(
                    "session destroyed",
                    sightings.aliases().of(session.getId()) + " color=" + session.getAttribute("color"));
        }
    }

    private final class IdEvents implements HttpSessionIdListener {

        @Override
        public void sessionIdChanged(HttpSessionEvent event, String before) {
            sightings.report(
                    "id changed",
                    sightings.aliases().of(before) + " to "
                            + sightings.aliases().of(event.getSession().getId()));
        }
    }
}
