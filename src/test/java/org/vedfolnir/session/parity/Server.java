package org.vedfolnir.session.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Manager;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.vedfolnir.testing.TestFolders;

/** A Tomcat on its own port, whose applications have any manager. */
final class Server implements AutoCloseable {

    /** Passwords of ann and bob, new in each run. */
    static final String PASSWORD = UUID.randomUUID().toString();

    private static final int STATIC_BYTES = 300_000;

    /** Builds the server before its start. */
    @FunctionalInterface
    interface Building {
        void into(Server server);
    }

    private final Tomcat tomcat = new Tomcat();
    private final Path docs;
    private final Supplier<? extends Manager> managers;

    Server(Supplier<? extends Manager> managers, Building building) {
        this.managers = managers;
        try {
            var base = TestFolders.make("vedfolnir-parity");
            docs = Files.createDirectories(base.resolve("docs"));
            Files.writeString(docs.resolve("style.css"), "body { color: blue }");
            Files.writeString(docs.resolve("large.css"), " ".repeat(STATIC_BYTES));
            tomcat.setBaseDir(base.toString());
            tomcat.setPort(0);
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
            for (var name : new String[] {"ann", "bob"}) {
                tomcat.addUser(name, PASSWORD);
                tomcat.addRole(name, "user");
            }
            building.into(this);
            tomcat.start();
        } catch (IOException | LifecycleException e) {
            throw new AssertionError("The Tomcat of this test does not start.", e);
        }
    }

    Tomcat tomcat() {
        return tomcat;
    }

    /** An application with static files and its own manager. */
    Context application(String path) {
        var context = tomcat.addContext(path, docs.toString());
        context.setSessionTimeout(30);
        context.setManager(managers.get());
        context.addMimeMapping("css", "text/css");
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        return context;
    }

    Context application() {
        return (Context) tomcat.getHost().findChildren()[0];
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new AssertionError("The Tomcat of this test does not stop.", e);
        }
    }
}
