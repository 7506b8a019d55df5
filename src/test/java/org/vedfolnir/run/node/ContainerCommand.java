package org.vedfolnir.run.node;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.vedfolnir.testing.Distribution;
import org.vedfolnir.testing.ServerJava;
import org.vedfolnir.testing.TestFolders;

/**
 * Nodes in containers as their projects ship them, with exactly the files of {@code server-config}, the jar in {@code lib} and the application at the
 * root. {@code -Dsite.container=} of the build names the container; by default the nodes are those of {@code ./run}.
 */
public final class ContainerCommand implements NodeCommand {

    private static final String OF_RUN = "run";
    private static final List<String> OPENED = List.of(
            "java.base/java.lang",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.rmi/sun.rmi.transport");

    private final Distribution distribution;

    private ContainerCommand(Distribution distribution) {
        this.distribution = distribution;
    }

    /** That of the container which the build names. */
    public static NodeCommand chosen() {
        var line = System.getProperty("vedfolnir.site.container", OF_RUN);
        return line.equals(OF_RUN) ? NodeCommand::embedded : new ContainerCommand(new Distribution(line));
    }

    @Override
    public List<String> words(String name, int port, Path log) throws IOException {
        var home = install(port);
        var command = new ArrayList<String>(List.of(ServerJava.command()));
        command.addAll(MEMORY);
        command.addAll(List.of(
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + home.resolve("temp"),
                "-Dcatalina.home=" + home,
                "-Dcatalina.base=" + home,
                "-Djava.util.logging.config.file=" + home.resolve("conf/logging.properties"),
                "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
                // as docs/install.md recommends
                "-Dorg.apache.juli.logging.UserDataHelper.CONFIG=NONE",
                "-Dvedfolnir.node=" + name));
        OPENED.forEach(each -> command.add("--add-opens=" + each + "=ALL-UNNAMED"));
        command.addAll(List.of("-cp", classPath(home), ContainerNode.class.getName()));
        command.addAll(List.of(Integer.toString(port), log.toString()));
        return command;
    }

    private Path install(int port) throws IOException {
        var home = distribution.unpack(TestFolders.make("vedfolnir-container")).toAbsolutePath();
        Files.writeString(home.resolve("conf/server.xml"), distribution.shippedServerXml(port));
        Files.writeString(home.resolve("conf/context.xml"), distribution.shippedContextXml());
        Files.copy(Distribution.MANAGER, home.resolve("lib").resolve(Distribution.MANAGER.getFileName()));
        var applications = home.resolve("webapps");
        delete(applications);
        Files.copy(distribution.war(), Files.createDirectory(applications).resolve("ROOT.war"));
        return home;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    /** The start class of the container, and ours in a folder of its own: applications see what is on the class path. */
    private static String classPath(Path home) throws IOException {
        var folder = home.resolve("node");
        var packaged = ContainerNode.class.getPackageName().replace('.', '/');
        var target = Files.createDirectories(folder.resolve(packaged));
        for (var name : ContainerNode.classes()) {
            try (var in = Objects.requireNonNull(ContainerNode.class.getResourceAsStream(name), name)) {
                Files.copy(in, target.resolve(name));
            }
        }
        return String.join(
                File.pathSeparator,
                home.resolve("bin/bootstrap.jar").toString(),
                home.resolve("bin/tomcat-juli.jar").toString(),
                folder.toString());
    }
}
