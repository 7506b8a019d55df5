package org.vedfolnir.session.framework;

import java.io.IOException;
import java.net.URI;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.testing.TestFolders;

/** A real Tomcat with our manager and an application of Weld and Mojarra, which keep their state in the session. */
final class FacesSite implements AutoCloseable {

    private final Tomcat tomcat = new Tomcat();

    FacesSite(String redisUrl, String keys) throws IOException, LifecycleException {
        var base = TestFolders.make("vedfolnir-faces");
        var application = base.resolve("site");
        CounterApplication.write(application, CounterApplication.COMPLETE);
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.enableNaming();
        var context = tomcat.addWebapp("", application.toString());
        context.setParentClassLoader(FacesSite.class.getClassLoader());
        var manager = new VedfolnirSessionManager();
        manager.setRedisUrl(redisUrl);
        manager.setEncryptionKeys(keys);
        context.setManager(manager);
        tomcat.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort());
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
