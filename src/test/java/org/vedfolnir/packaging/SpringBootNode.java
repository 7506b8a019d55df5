package org.vedfolnir.packaging;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.vedfolnir.FreePorts;
import org.vedfolnir.session.store.Eventually;

/** The application of src/spring-boot in a process of its own: by itself, or in a Tomcat as Apache ships it. */
interface SpringBootNode extends AutoCloseable {

    String USER = "ann";

    URI uri(String path);

    /** Ends it without a farewell. */
    void kill() throws Exception;

    String said() throws IOException;

    @Override
    void close() throws IOException;

    static Path war(String boot) {
        return Path.of("target", "spring-boot", boot, "counter.war").toAbsolutePath();
    }

    static SpringBootNode embedded(String boot, String redis, String keys, String password) throws Exception {
        var folder = Files.createTempDirectory("vedfolnir-boot");
        var log = folder.resolve("log.txt");
        var port = FreePorts.next();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(java, "-jar", war(boot).toString()).directory(folder.toFile());
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        builder.environment().put("SERVER_ADDRESS", "127.0.0.1");
        builder.environment().put("REDIS_URL", redis);
        builder.environment().put("SESSION_ENCRYPTION_KEYS", keys);
        builder.environment().put("SPRING_SECURITY_USER_NAME", USER);
        builder.environment().put("SPRING_SECURITY_USER_PASSWORD", password);
        var process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        var node = new Embedded(process, folder, log, port);
        awaitStart(node, "Started Application in");
        return node;
    }

    static SpringBootNode inTomcat(String boot, String tomcat, String redis, String keys, String password)
            throws Exception {
        var stock = new StockTomcat(tomcat).withManagerJar().withManagerLine().withWar(war(boot));
        stock.with("REDIS_URL", redis)
                .with("SESSION_ENCRYPTION_KEYS", keys)
                .with("SPRING_SECURITY_USER_NAME", USER)
                .with("SPRING_SECURITY_USER_PASSWORD", password)
                .start();
        return new Stock(stock);
    }

    private static void awaitStart(SpringBootNode node, String said) throws Exception {
        try {
            Eventually.within(Duration.ofSeconds(90), () -> node.said().contains(said));
        } catch (AssertionError e) {
            throw new AssertionError("The application did not start:\n" + node.said(), e);
        }
    }

    /** {@code java -jar}. */
    record Embedded(Process process, Path folder, Path log, int port) implements SpringBootNode {

        @Override
        public URI uri(String path) {
            return URI.create("http://127.0.0.1:" + port + path);
        }

        @Override
        public void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public String said() throws IOException {
            return Files.readString(log);
        }

        @Override
        public void close() throws IOException {
            Ended.afterAsking(process);
            Folders.delete(folder);
        }
    }

    /** In {@code webapps}. */
    record Stock(StockTomcat tomcat) implements SpringBootNode {

        @Override
        public URI uri(String path) {
            return tomcat.uri("/counter" + path);
        }

        @Override
        public void kill() throws InterruptedException {
            tomcat.kill();
        }

        @Override
        public String said() throws IOException {
            return tomcat.firstConsole();
        }

        @Override
        public void close() throws IOException {
            tomcat.close();
        }
    }
}
