package org.vedfolnir.run.node;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.BiConsumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanFilter;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.vedfolnir.session.SecureErrorReportValve;
import org.vedfolnir.session.VedfolnirSessionManager;

/**
 * A node's process: Tomcat with the WAR and the manager. Arguments: name, port, log file, WAR; settings come from the
 * environment. Reports to its parent on standard output, and stops when its standard input ends, as it does when the
 * parent dies.
 */
final class NodeMain {

    static final String READY = "ready ";
    static final String SETUP = "setup ";
    static final String FAILED = "failed ";

    private static final String SETUP_LISTENER = "org.vedfolnir.setup";

    private NodeMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        // Tomcat would log cookies and targets that it cannot parse, including the ids and tokens in them
        System.setProperty("org.apache.juli.logging.UserDataHelper.CONFIG", "NONE");
        var parent = System.out;
        var problems = NodeLog.open(
                Path.of(arguments[2]), LogFormat.of(System.getenv()).formatter(arguments[0]));
        var base = Files.createTempDirectory("vedfolnir-" + arguments[0]);
        var tomcat = tomcat(Integer.parseInt(arguments[1]), base);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(tomcat, base), "stop"));
        var parentEnded = watchParent();
        try {
            var context = deploy(
                    tomcat,
                    arguments[0],
                    arguments[3],
                    (path, until) -> report(parent, SETUP + SetupLink.line(path, until)));
            tomcat.start();
            if (context.getState() != LifecycleState.STARTED
                    || tomcat.getConnector().getState() != LifecycleState.STARTED) {
                throw new LifecycleException(problems.first("Tomcat did not start."));
            }
            report(parent, READY + arguments[1]);
            parentEnded.join();
        } catch (LifecycleException e) {
            report(parent, FAILED + arguments[0] + " did not start: " + e.getMessage() + " (" + arguments[2] + ")");
        }
        System.exit(0);
    }

    /** Runs from the beginning: a parent may end before this node serves. */
    private static Thread watchParent() {
        var watching = new Thread(
                () -> {
                    try {
                        awaitEndOfInput();
                    } catch (IOException e) {
                        // the parent has ended
                    }
                    System.exit(0);
                },
                "parent");
        watching.setDaemon(true);
        watching.start();
        return watching;
    }

    private static Tomcat tomcat(int port, Path base) throws IOException {
        Files.createDirectories(base.resolve("webapps"));
        var tomcat = new Tomcat();
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(port);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        ConnectorLimits.set(tomcat.getConnector());
        tomcat.getHost().setAppBase("webapps");
        // in both places, as in server-config/tomcat: some of Tomcat's responses involve no host
        ((StandardHost) tomcat.getHost()).setErrorReportValveClass(SecureErrorReportValve.class.getName());
        tomcat.getEngine().getPipeline().addValve(new SecureErrorReportValve());
        return tomcat;
    }

    private static Context deploy(Tomcat tomcat, String name, String war, BiConsumer<String, Instant> setup) {
        var context = tomcat.addWebapp("", war);
        var manager = new VedfolnirSessionManager();
        manager.setNode(name);
        context.setManager(manager);
        context.setParentClassLoader(NodeMain.class.getClassLoader());
        context.setJarScanner(scanner());
        context.addLifecycleListener(event -> {
            if (org.apache.catalina.Lifecycle.CONFIGURE_START_EVENT.equals(event.getType())) {
                context.getServletContext().setAttribute(SETUP_LISTENER, setup);
            }
        });
        return context;
    }

    /** The container's libraries contain nothing to find, and scanning them takes seconds. */
    private static StandardJarScanner scanner() {
        var filter = new StandardJarScanFilter();
        filter.setTldSkip("*");
        filter.setTldScan("jakarta.servlet.jsp.jstl*.jar,jakarta.faces*.jar");
        filter.setPluggabilitySkip("*");
        filter.setPluggabilityScan(
                "jakarta.faces*.jar,weld-servlet*.jar,tomcat-embed-jasper*.jar,tomcat-embed-websocket*.jar");
        var scanner = new StandardJarScanner();
        scanner.setJarScanFilter(filter);
        return scanner;
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // the parent sends nothing; the end of the stream is the message
        }
    }

    private static void report(PrintStream parent, String line) {
        parent.println(line.replace('\n', ' '));
        parent.flush();
    }

    private static void stop(Tomcat tomcat, Path base) {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            System.getLogger(NodeMain.class.getName())
                    .log(System.Logger.Level.WARNING, "Tomcat did not stop cleanly.", e);
        }
        try (var files = Files.walk(base)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.getLogger(NodeMain.class.getName())
                    .log(System.Logger.Level.WARNING, "The temporary folder of this node cannot be deleted.", e);
        }
    }
}
