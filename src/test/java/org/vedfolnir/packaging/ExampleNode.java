package org.vedfolnir.packaging;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.vedfolnir.FreePorts;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.ServerJava;
import org.vedfolnir.testing.TestFolders;

/** A process with examples: one of Spring Boot alone, or several in a Tomcat as Apache ships it. */
interface ExampleNode extends AutoCloseable {

    /** An address of the application with that name. */
    URI uri(String application, String path);

    /** Ends it without a shutdown. */
    void kill() throws Exception;

    String logs() throws IOException;

    @Override
    void close() throws IOException;

    static Path war(String example) {
        return Path.of("examples", example, "target", example + ".war").toAbsolutePath();
    }

    static ExampleNode embedded(String example, Map<String, String> environment) throws Exception {
        var folder = TestFolders.make("vedfolnir-boot");
        var log = folder.resolve("log.txt");
        var port = FreePorts.next();
        var builder = new ProcessBuilder(
                        ServerJava.command(),
                        "-Djava.io.tmpdir=" + folder,
                        "-jar",
                        war(example).toString())
                .directory(folder.toFile());
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        builder.environment()
                .put(
                        "SPRING_CONFIG_ADDITIONAL_LOCATION",
                        Path.of("server-config", "spring-boot", "application.properties")
                                .toUri()
                                .toString());
        builder.environment().put("SPRING_THREADS_VIRTUAL_ENABLED", Boolean.toString(ServerJava.hasVirtualThreads()));
        builder.environment().putAll(environment);
        var process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new Embedded(process, folder, log, port).awaitStart();
    }

    /** @param line as in {@code 11.0} */
    static ExampleNode inTomcat(String line, List<String> examples, String users, Map<String, String> environment)
            throws Exception {
        var tomcat = new StockTomcat(line).withManagerJar().withManagerLine();
        for (var own : new String[] {"docs", "examples", "host-manager", "manager", "ROOT"}) {
            Folders.delete(tomcat.home().resolve("webapps").resolve(own));
        }
        for (var example : examples) {
            tomcat.withWar(war(example));
        }
        Files.writeString(tomcat.home().resolve("conf/tomcat-users.xml"), users);
        environment.forEach(tomcat::with);
        try {
            return new Stock(tomcat.start());
        } catch (AssertionError e) {
            throw new AssertionError("The applications did not start:\n" + tomcat.logs(), e);
        }
    }

    /** Runs {@code java -jar}. */
    record Embedded(Process process, Path folder, Path log, int port) implements ExampleNode {

        private Embedded awaitStart() throws Exception {
            try {
                Eventually.within(Duration.ofSeconds(90), () -> logs().contains("Started Application in"));
            } catch (AssertionError e) {
                throw new AssertionError("The application did not start:\n" + logs(), e);
            }
            return this;
        }

        @Override
        public URI uri(String application, String path) {
            return URI.create("http://127.0.0.1:" + port + path);
        }

        @Override
        public void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public String logs() throws IOException {
            return Files.readString(log);
        }

        @Override
        public void close() throws IOException {
            Ended.afterAsking(process);
            Folders.delete(folder);
        }
    }

    /** Runs the examples in {@code webapps}. */
    record Stock(StockTomcat tomcat) implements ExampleNode {

        @Override
        public URI uri(String application, String path) {
            return tomcat.uri("/" + application + path);
        }

        @Override
        public void kill() throws InterruptedException {
            tomcat.kill();
        }

        @Override
        public String logs() throws IOException {
            return tomcat.firstConsole();
        }

        @Override
        public void close() throws IOException {
            tomcat.close();
        }
    }
}
