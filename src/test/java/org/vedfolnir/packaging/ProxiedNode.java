package org.vedfolnir.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.vedfolnir.session.store.Eventually;

/** A stock Tomcat with the shipped server.xml and {@link CountingServlet}, for a reverse proxy. */
final class ProxiedNode implements AutoCloseable {

    static final String USER = "ann";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The line of docs/install.md, which the shipped file leaves to the operator. */
    private static final String VALVE = "<Valve className=\"org.vedfolnir.session.operation.OperationsValve\"/>";

    /** What stands there without it. */
    private static final String BEFORE = "<!-- Names a request";

    private final StockTomcat tomcat;

    private ProxiedNode(StockTomcat tomcat) {
        this.tomcat = tomcat;
    }

    /** With the jar of this build. */
    static ProxiedNode unpacked(String line, String redisUrl, String keys, String password) throws IOException {
        return unpacked(new StockTomcat(line).withManagerJar(), redisUrl, keys, password);
    }

    /** @param tomcat with a jar in {@code lib} */
    static ProxiedNode unpacked(StockTomcat tomcat, String redisUrl, String keys, String password) throws IOException {
        tomcat.withManagerLine().withServerXml().with("REDIS_URL", redisUrl).with("SESSION_ENCRYPTION_KEYS", keys);
        for (var own : new String[] {"docs", "host-manager", "manager", "ROOT"}) {
            Folders.delete(tomcat.home().resolve("webapps").resolve(own));
        }
        var node = new ProxiedNode(tomcat);
        node.withValve();
        Files.writeString(
                tomcat.home().resolve("conf/tomcat-users.xml"),
                "<tomcat-users><user username=\"%s\" password=\"%s\" roles=\"visitor\"/></tomcat-users>"
                        .formatted(USER, password));
        writeApplication(tomcat.home().resolve("webapps/ROOT"));
        return node;
    }

    /** An application in a folder. */
    static void writeApplication(Path folder) throws IOException {
        var name = CountingServlet.class.getName();
        var file =
                Files.createDirectories(folder.resolve("WEB-INF/classes")).resolve(name.replace('.', '/') + ".class");
        Files.createDirectories(file.resolveSibling(""));
        try (var in = CountingServlet.class.getResourceAsStream("CountingServlet.class")) {
            Files.copy(Objects.requireNonNull(in), file);
        }
        Files.writeString(folder.resolve("WEB-INF/web.xml"), """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                  <servlet><servlet-name>count</servlet-name><servlet-class>%s</servlet-class></servlet>
                  <servlet-mapping>
                    <servlet-name>count</servlet-name>
                    <url-pattern>/count</url-pattern><url-pattern>/enter</url-pattern>
                    <url-pattern>/client</url-pattern><url-pattern>/served</url-pattern>
                    <url-pattern>/manager/*</url-pattern><url-pattern>/host-manager/*</url-pattern>
                  </servlet-mapping>
                  <session-config><cookie-config><name>JSESSIONID</name><http-only>true</http-only></cookie-config></session-config>
                </web-app>
                """.formatted(name));
    }

    void change(String file, String text, String by) throws IOException {
        var path = tomcat.home().resolve(file);
        var before = Files.readString(path);
        if (!before.contains(text)) {
            throw new AssertionError(file + " does not have: " + text);
        }
        Files.writeString(path, before.replace(text, by));
    }

    /** For an application that answers {@code /health} itself. */
    void withoutValve() throws IOException {
        change("conf/server.xml", VALVE, "");
    }

    void withValve() throws IOException {
        change("conf/server.xml", BEFORE, VALVE + BEFORE);
    }

    StockTomcat tomcat() {
        return tomcat;
    }

    /** As a reverse proxy's configuration names it. */
    String address() {
        return "127.0.0.1:" + tomcat.port();
    }

    ProxiedNode start() throws Exception {
        tomcat.start();
        Eventually.within(
                PATIENCE, () -> tomcat.get("/served", null).statusCode() == 200 && (!hasValve() || isReady()));
        return this;
    }

    private boolean hasValve() throws IOException {
        return Files.readString(tomcat.home().resolve("conf/server.xml")).contains(VALVE);
    }

    boolean isReady() throws IOException, InterruptedException {
        return tomcat.get("/health/ready", null).statusCode() == 200;
    }

    /** As an operator does. */
    void drain() throws IOException {
        Files.createFile(tomcat.home().resolve("work/draining"));
    }

    void resume() throws IOException {
        Files.deleteIfExists(tomcat.home().resolve("work/draining"));
    }

    /** How many requests for the count it has served. */
    long served() throws IOException, InterruptedException {
        return Long.parseLong(tomcat.get("/served", null).body());
    }

    @Override
    public void close() throws IOException {
        tomcat.close();
    }
}
