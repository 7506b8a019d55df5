package org.vedfolnir.session.specification;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Session;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.vedfolnir.testing.TestFolders;

/** The same application under one kind of manager, on one node or on several that take turns. */
final class Site implements AutoCloseable {

    static final List<String> APPLICATIONS = List.of("", "/other", "/distributable", "/unchanged", "/rooted", "/quiet");

    private final Trace trace = new Trace();
    private final List<Tomcat> nodes = new ArrayList<>();
    private int turn;

    /** @param managers makes a manager for each application of each node */
    Site(int count, Supplier<ManagerBase> managers) throws Exception {
        for (var i = 0; i < count; i++) {
            nodes.add(node(managers));
        }
    }

    private Tomcat node(Supplier<ManagerBase> managers) throws Exception {
        var tomcat = new Tomcat();
        var base = TestFolders.make("vedfolnir-site");
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getEngine().setBackgroundProcessorDelay(-1); // a script calls it
        tomcat.addUser("ann", "secret");
        tomcat.addRole("ann", "user");
        var docs = Files.createDirectories(base.resolve("docs")).toString();
        for (var path : APPLICATIONS) {
            application(tomcat.addContext(path, docs), managers.get());
        }
        tomcat.start();
        return tomcat;
    }

    private void application(Context context, ManagerBase manager) {
        context.setCrossContext(true);
        context.setUseHttpOnly(true);
        context.setSessionTimeout(30);
        if (context.getPath().equals("/rooted")) {
            context.setSessionCookiePath("/");
        }
        context.setDistributable(context.getPath().equals("/distributable"));
        var unchanged = context.getPath().equals("/unchanged");
        manager.setNotifyBindingListenerOnUnchangedValue(unchanged);
        manager.setNotifyAttributeListenerOnUnchangedValue(!unchanged);
        context.setManager(manager);
        context.addLifecycleListener(event -> {
            if (event.getType().equals(Lifecycle.CONFIGURE_START_EVENT)) {
                fill(context);
            }
        });
    }

    /** As a deployment descriptor does, at each start. */
    private void fill(Context context) {
        var servlet = Tomcat.addServlet(context, "act", new ActServlet());
        servlet.setAsyncSupported(true);
        servlet.addMapping("/act");
        servlet.addMapping("/in");
        servlet.addMapping("/error");
        var error = new ErrorPage();
        error.setErrorCode(418);
        error.setLocation("/error");
        context.addErrorPage(error);
        var failure = new ErrorPage();
        failure.setExceptionType(Acts.Failure.class.getName());
        failure.setLocation("/error");
        context.addErrorPage(failure);
        ((StandardContext) context).addApplicationLifecycleListener(new Recorder(trace));
        var recorder = new Recorder(trace);
        context.setApplicationEventListeners(
                new Object[] {context.getPath().equals("/quiet") ? new OfSessionsOnly(recorder) : recorder});
    }

    /** The listeners of an application without attribute listeners. */
    private record OfSessionsOnly(Recorder recorder) implements ServletRequestListener, HttpSessionListener {

        @Override
        public void requestInitialized(ServletRequestEvent event) {
            recorder.requestInitialized(event);
        }

        @Override
        public void requestDestroyed(ServletRequestEvent event) {
            recorder.requestDestroyed(event);
        }

        @Override
        public void sessionCreated(HttpSessionEvent event) {
            recorder.sessionCreated(event);
        }

        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            recorder.sessionDestroyed(event);
        }
    }

    Trace trace() {
        return trace;
    }

    void begin() {
        turn = 0;
        endAll();
        trace.begin();
    }

    /** No session of an earlier script expires during the next one. */
    private void endAll() {
        background();
        managers().flatMap(manager -> Arrays.stream(manager.findSessions())).forEach(Session::expire);
    }

    private Stream<ManagerBase> managers() {
        return nodes.stream()
                .flatMap(node -> Arrays.stream(node.getHost().findChildren()))
                .map(context -> (ManagerBase) ((Context) context).getManager());
    }

    /** Nodes take turns, request by request. */
    int nextPort() {
        return nodes.get(turn++ % nodes.size()).getConnector().getLocalPort();
    }

    /** What Tomcat's background thread does every ten seconds. */
    void background() {
        managers().forEach(ManagerBase::processExpires);
    }

    void reload() {
        for (var node : nodes) {
            ((Context) node.getHost().findChild("")).reload();
        }
    }

    @Override
    public void close() throws LifecycleException {
        for (var node : nodes) {
            node.stop();
            node.destroy();
        }
    }
}
