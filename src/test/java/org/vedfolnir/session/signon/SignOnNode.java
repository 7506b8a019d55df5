package org.vedfolnir.session.signon;

import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.authenticator.SingleSignOn;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.node.DestroyedSessions;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.testing.Listening;
import org.vedfolnir.testing.TestFolders;

/** A real Tomcat with two applications behind one single sign-on: ann's password is {@value #PASSWORD}. {@code /public} needs no login. */
final class SignOnNode implements AutoCloseable, Listening {

    static final String PASSWORD = "canary-of-the-sign-on";

    private final Tomcat tomcat = new Tomcat();

    SignOnNode(String redisUrl, String keys, SingleSignOn valve) throws IOException, LifecycleException {
        this(redisUrl, keys, valve, manager -> {}, "/one", "/two");
    }

    SignOnNode(
            String redisUrl,
            String keys,
            SingleSignOn valve,
            Consumer<VedfolnirSessionManager> setting,
            String... applications)
            throws IOException, LifecycleException {
        this(valve, () -> Node.manager(redisUrl, keys, setting), applications);
    }

    /** @param managers makes a manager for each application */
    SignOnNode(SingleSignOn valve, Supplier<VedfolnirSessionManager> managers, String... applications)
            throws IOException, LifecycleException {
        var base = TestFolders.make("vedfolnir-sign-on");
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.addUser("ann", PASSWORD);
        tomcat.addRole("ann", "user");
        tomcat.getHost().getPipeline().addValve(valve);
        var docs = Files.createDirectories(base.resolve("docs")).toString();
        for (var path : applications) {
            var context = tomcat.addContext(path, docs);
            context.setManager(managers.get());
            needsLogin(context);
        }
        tomcat.start();
    }

    private static void needsLogin(Context context) {
        context.setSessionTimeout(30);
        ((StandardContext) context).addApplicationLifecycleListener(new DestroyedSessions());
        Tomcat.addServlet(context, "probe", new ProbeServlet()).addMapping("/");
        context.addSecurityRole("user");
        context.setLoginConfig(new LoginConfig("BASIC", "test", null, null));
        context.addConstraint(constraint("/*", true));
        context.addConstraint(constraint("/public", false));
        context.getPipeline().addValve(new BasicAuthenticator());
    }

    private static SecurityConstraint constraint(String pattern, boolean login) {
        var collection = new SecurityCollection();
        collection.addPattern(pattern);
        var constraint = new SecurityConstraint();
        constraint.addCollection(collection);
        if (login) {
            constraint.addAuthRole("user");
        }
        return constraint;
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    VedfolnirSessionManager manager(String application) {
        return (VedfolnirSessionManager) ((Context) tomcat.getHost().findChild(application)).getManager();
    }

    SessionRegistry registry(String application) {
        return (SessionRegistry)
                manager(application).getContext().getServletContext().getAttribute(SessionRegistry.ATTRIBUTE);
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
