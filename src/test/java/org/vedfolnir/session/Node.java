package org.vedfolnir.session;

import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Consumer;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.vedfolnir.session.admin.SessionRegistry;

/** A real Tomcat with the real manager and {@link ProbeServlet}, on a port of its own. */
final class Node implements AutoCloseable {

    private final Tomcat tomcat = new Tomcat();

    Node(String redisUrl, String encryptionKeys) throws IOException, LifecycleException {
        this(redisUrl, encryptionKeys, manager -> {});
    }

    Node(String redisUrl, String encryptionKeys, Consumer<VedfolnirSessionManager> setting)
            throws IOException, LifecycleException {
        this(manager(redisUrl, encryptionKeys, setting));
    }

    private static VedfolnirSessionManager manager(
            String redisUrl, String encryptionKeys, Consumer<VedfolnirSessionManager> setting) {
        var manager = new VedfolnirSessionManager();
        manager.setRedisUrl(redisUrl);
        manager.setEncryptionKeys(encryptionKeys);
        setting.accept(manager);
        return manager;
    }

    Node(VedfolnirSessionManager manager) throws IOException, LifecycleException {
        var base = Files.createTempDirectory("vedfolnir-node");
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        // a test decides what is too large, and speaks over one connection as long as it likes
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
        ((StandardContext) context).addApplicationLifecycleListener(new DestroyedSessions());
        context.setApplicationEventListeners(new Object[] {new EarlyLook()});
        tomcat.start();
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    VedfolnirSessionManager manager() {
        return (VedfolnirSessionManager)
                ((org.apache.catalina.Context) tomcat.getHost().findChildren()[0]).getManager();
    }

    SessionRegistry registry() {
        return (SessionRegistry) manager().getContext().getServletContext().getAttribute(SessionRegistry.ATTRIBUTE);
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
