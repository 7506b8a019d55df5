package org.vedfolnir.session.node;

import java.io.IOException;
import java.nio.file.Files;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Manager;
import org.apache.catalina.authenticator.FormAuthenticator;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.testing.Listening;
import org.vedfolnir.testing.TestFolders;

/** A real Tomcat with our manager and {@link ProbeServlet}, on its own port. */
public final class Node implements AutoCloseable, Listening {

    public static final String PASSWORD = "canary-of-the-form";

    private final Tomcat tomcat = new Tomcat();

    public Node(String redisUrl, String encryptionKeys) throws IOException, LifecycleException {
        this(redisUrl, encryptionKeys, manager -> {});
    }

    public Node(String redisUrl, String encryptionKeys, Consumer<VedfolnirSessionManager> setting)
            throws IOException, LifecycleException {
        this(manager(redisUrl, encryptionKeys, setting));
    }

    /** Records events, as the web application does; by default there are none. */
    public static void recording(VedfolnirSessionManager manager) {
        manager.setEvents("stream");
    }

    /** Stops background commands, which Tomcat's background thread would add to those of requests. */
    public static void quiet(VedfolnirSessionManager manager) {
        manager.setProcessExpiresFrequency(Integer.MAX_VALUE);
    }

    public static VedfolnirSessionManager manager(
            String redisUrl, String encryptionKeys, Consumer<VedfolnirSessionManager> setting) {
        var manager = over(new VedfolnirSessionManager(), redisUrl, encryptionKeys);
        setting.accept(manager);
        return manager;
    }

    /** @param redisUrl an address, or the configuration of several Redis */
    public static VedfolnirSessionManager over(
            VedfolnirSessionManager manager, String redisUrl, String encryptionKeys) {
        if (redisUrl.startsWith("{")) {
            manager.setRedissonConfig(redisUrl);
        } else {
            manager.setRedisUrl(redisUrl);
        }
        manager.setEncryptionKeys(encryptionKeys);
        return manager;
    }

    /** A node whose application has a form login. The password of ann is {@value #PASSWORD}. */
    public static Node withFormLogin(String redisUrl, String encryptionKeys) throws IOException, LifecycleException {
        return new Node(manager(redisUrl, encryptionKeys, manager -> {}), Node::addFormLogin);
    }

    public static void addFormLogin(Tomcat tomcat, Context context) {
        tomcat.addUser("ann", PASSWORD);
        tomcat.addRole("ann", "user");
        context.addSecurityRole("user");
        context.setLoginConfig(new LoginConfig("FORM", "test", "/login-page", "/login-error"));
        var pages = new SecurityCollection();
        pages.addPattern("/protected/*");
        var constraint = new SecurityConstraint();
        constraint.addAuthRole("user");
        constraint.addCollection(pages);
        context.addConstraint(constraint);
        context.getPipeline().addValve(new FormAuthenticator());
    }

    public Node(VedfolnirSessionManager manager) throws IOException, LifecycleException {
        this(manager, (tomcat, context) -> {});
    }

    /** @param manager ours, or Tomcat's own as the reference */
    public Node(Manager manager, BiConsumer<Tomcat, Context> login) throws IOException, LifecycleException {
        var base = TestFolders.make("vedfolnir-node");
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        // tests set their own limits, and may use one connection as long as they like
        tomcat.getConnector().setProperty("maxHttpRequestHeaderSize", "65536");
        tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
        var context = tomcat.addContext(
                "", Files.createDirectories(base.resolve("docs")).toString());
        context.setSessionTimeout(30);
        context.setUseHttpOnly(true);
        var probe = Tomcat.addServlet(context, "probe", new ProbeServlet());
        probe.setAsyncSupported(true);
        probe.addMapping("/");
        context.setManager(manager);
        login.accept(tomcat, context);
        ((StandardContext) context).addApplicationLifecycleListener(new DestroyedSessions());
        context.setApplicationEventListeners(new Object[] {new EarlySessionAccess()});
        tomcat.start();
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    /** That of the root path. */
    public Context context() {
        return (Context) tomcat.getHost().findChild("");
    }

    public VedfolnirSessionManager manager() {
        return (VedfolnirSessionManager) context().getManager();
    }

    public SessionRegistry registry() {
        return (SessionRegistry) manager().getContext().getServletContext().getAttribute(SessionRegistry.ATTRIBUTE);
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
