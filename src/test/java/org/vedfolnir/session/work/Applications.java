package org.vedfolnir.session.work;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.catalina.Context;
import org.apache.catalina.Host;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.startup.Tomcat;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.node.Node;

/** Several applications of several hosts, on one node with Tomcat's manager or on two with ours. Requests execute the steps of a test. */
public final class Applications implements AutoCloseable {

    /** Tomcat's default host. */
    public static final String DEFAULT_HOST = "localhost";

    /**
     * @param host with its aliases after it, separated by spaces
     * @param version of a parallel deployment; empty for none
     */
    public record Application(String host, String path, String version, Consumer<Context> setting) {

        public static Application at(String path) {
            return new Application(DEFAULT_HOST, path, "", context -> {});
        }

        public Application on(String others) {
            return new Application(others, path, version, setting);
        }

        public Application version(String number) {
            return new Application(host, path, number, setting);
        }

        public Application with(Consumer<Context> more) {
            return new Application(host, path, version, setting.andThen(more));
        }
    }

    private final List<Node> nodes = new ArrayList<>();
    private final List<ManagerBase> managers = new ArrayList<>();
    private int turn;

    private Applications(int count, Supplier<? extends ManagerBase> managers, List<Application> applications) {
        for (var i = 0; i < count; i++) {
            try {
                nodes.add(new Node(
                        managers.get(),
                        (tomcat, root) -> applications.forEach(
                                each -> this.managers.add(deploy(tomcat, root, each, managers.get())))));
            } catch (Exception e) {
                throw new AssertionError("A node of this test does not start.", e);
            }
        }
    }

    public static Applications ofTomcat(List<Application> applications) {
        return new Applications(1, Applications::standard, applications);
    }

    public static Applications ofOurs(Supplier<VedfolnirSessionManager> managers, List<Application> applications) {
        return new Applications(2, managers, applications);
    }

    private static ManagerBase standard() {
        var manager = new StandardManager();
        manager.setPathname(null);
        return manager;
    }

    private static ManagerBase deploy(Tomcat tomcat, Context root, Application application, ManagerBase manager) {
        var host = host(tomcat, application.host().split(" "));
        if (host == tomcat.getHost() && application.path().isEmpty()) {
            application.setting().accept(root); // each node has one
            work(root);
            return (ManagerBase) root.getManager();
        }
        var context = new StandardContext();
        context.setPath(application.path());
        context.setWebappVersion(application.version());
        context.setName(application.path() + (application.version().isEmpty() ? "" : "##" + application.version()));
        context.setDocBase(root.getDocBase());
        context.addLifecycleListener(new Tomcat.FixContextListener());
        context.setSessionTimeout(30);
        context.setManager(manager);
        application.setting().accept(context);
        context.addLifecycleListener(event -> {
            if (event.getType().equals(Lifecycle.CONFIGURE_START_EVENT)) {
                work(context); // at each start, as a deployment descriptor does
            }
        });
        host.addChild(context);
        return manager;
    }

    private static void work(Context context) {
        Wrapper work = Tomcat.addServlet(context, "work", new WorkServlet());
        work.setAsyncSupported(true);
        work.addMapping(WorkServlet.PATH);
    }

    private static Host host(Tomcat tomcat, String... names) {
        var known = names[0].equals(DEFAULT_HOST)
                ? tomcat.getHost()
                : (Host) tomcat.getEngine().findChild(names[0]);
        var host = known == null ? added(tomcat, names[0]) : known;
        Arrays.stream(names)
                .skip(1)
                .filter(alias -> !List.of(host.findAliases()).contains(alias))
                .forEach(host::addAlias);
        return host;
    }

    private static Host added(Tomcat tomcat, String name) {
        var host = new StandardHost();
        host.setName(name);
        tomcat.getEngine().addChild(host);
        return host;
    }

    /** Nodes take turns, request by request. */
    Node next() {
        return nodes.get(turn++ % nodes.size());
    }

    public int nodes() {
        return nodes.size();
    }

    /** The manager of an application on a node, in the order of their definition. */
    public ManagerBase manager(int node, int application) {
        return managers.get(node * (managers.size() / nodes.size()) + application);
    }

    /** The registry of one of our applications, for operators. */
    public SessionRegistry registry(int node, int application) {
        return (SessionRegistry)
                manager(node, application).getContext().getServletContext().getAttribute(SessionRegistry.ATTRIBUTE);
    }

    @Override
    public void close() throws LifecycleException {
        for (var node : nodes) {
            node.close();
        }
    }
}
