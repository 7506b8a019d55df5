package org.vedfolnir.session;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** A real Tomcat with the real manager and {@link ProbeServlet}, on a port of its own. */
final class Node implements AutoCloseable {

    private final Tomcat tomcat = new Tomcat();

    Node(String redisUrl, String encryptionKeys) throws IOException, LifecycleException {
        var base = Files.createTempDirectory("vedfolnir-node");
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        var context = tomcat.addContext(
                "", Files.createDirectories(base.resolve("docs")).toString());
        context.setSessionTimeout(30);
        context.setUseHttpOnly(true);
        var probe = Tomcat.addServlet(context, "probe", new ProbeServlet());
        probe.setAsyncSupported(true);
        probe.addMapping("/");
        var manager = new VedfolnirSessionManager();
        manager.setRedisUrl(redisUrl);
        manager.setEncryptionKeys(encryptionKeys);
        context.setManager(manager);
        tomcat.start();
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    VedfolnirSessionManager manager() {
        return (VedfolnirSessionManager)
                ((org.apache.catalina.Context) tomcat.getHost().findChildren()[0]).getManager();
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
