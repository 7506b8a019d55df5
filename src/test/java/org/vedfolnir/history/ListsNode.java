package org.vedfolnir.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.vedfolnir.session.VedfolnirSessionManager;

/**
 * A node's process: Tomcat, the manager and {@link ListsServlet}. Arguments: name, port, folder. The manager's settings come from the environment. The
 * process prints {@code ready}, and ends with its standard input, which also ends if its parent dies.
 */
final class ListsNode {

    private ListsNode() {}

    public static void main(String[] arguments) throws IOException, LifecycleException {
        var folder = Path.of(arguments[2]);
        log(folder.resolve("log"));
        var tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(Integer.parseInt(arguments[1]));
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
        tomcat.getConnector().setProperty("keepAliveTimeout", "-1");
        var context = tomcat.addContext("", folder.toString());
        context.setSessionTimeout((int) DocumentsHaveAnEnd.IDLE.toMinutes());
        Tomcat.addServlet(context, "lists", new ListsServlet()).addMapping("/");
        var manager = new VedfolnirSessionManager();
        manager.setNode(arguments[0]);
        context.setManager(manager);
        tomcat.start();
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // the end of the stream is the message
        }
        System.exit(0);
    }

    private static void log(Path file) throws IOException {
        LogManager.getLogManager().reset();
        var handler = new FileHandler(file.toString(), 10 << 20, 1, true);
        handler.setFormatter(new SimpleFormatter());
        Logger.getLogger("").addHandler(handler);
    }
}
