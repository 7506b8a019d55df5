package org.vedfolnir.packaging;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.CdiWarnings;
import org.vedfolnir.FreePorts;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.Distribution;
import org.vedfolnir.testing.ServerJava;
import org.vedfolnir.testing.TestFolders;

/** A Tomcat or a TomEE as Apache ships it, in its own folder, with other ports. */
final class StockTomcat implements AutoCloseable {

    /** A listener of Tomcat's example logs the ids of its sessions; those lines are its own. */
    private static final Pattern LINES_OF_THE_EXAMPLE = Pattern.compile("(?m)^.*SessionListener: .*$");

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Distribution distribution;
    private final Path home;
    private final int port;
    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Process process;
    private int starts;

    /** @param line as in {@code 11.0}, or tomee */
    StockTomcat(String line) throws IOException {
        distribution = new Distribution(line);
        home = distribution.unpack(TestFolders.make("vedfolnir-tomcat"));
        port = FreePorts.next();
        var server = home.resolve("conf/server.xml");
        Files.writeString(server, Distribution.withPort(Files.readString(server), port));
    }

    StockTomcat withManagerJar() throws IOException {
        Files.copy(Distribution.MANAGER, managerJar());
        return this;
    }

    private Path managerJar() {
        return home.resolve("lib").resolve(Distribution.MANAGER.getFileName());
    }

    /** Another jar in place of that of this build; replaces it if it is there. */
    StockTomcat withManagerJar(Path jar) throws IOException {
        Files.copy(jar, managerJar(), StandardCopyOption.REPLACE_EXISTING);
        return this;
    }

    /** The jar with another version in its manifest. */
    StockTomcat withManagerJarOf(String version) throws IOException {
        withManagerJar();
        try (var jar = FileSystems.newFileSystem(managerJar())) {
            var manifest = jar.getPath(JarFile.MANIFEST_NAME);
            Files.writeString(
                    manifest,
                    Files.readString(manifest)
                            .replaceFirst("(Implementation-Version: ).*", "$1" + Matcher.quoteReplacement(version)));
        }
        return this;
    }

    /** Copies the same file as an installer. */
    StockTomcat withManagerLine() throws IOException {
        Files.writeString(home.resolve("conf/context.xml"), distribution.shippedContextXml());
        return this;
    }

    /** A context parameter of every application, as a {@code web.xml} could have it. */
    StockTomcat withParameter(String name, String value) throws IOException {
        var contexts = home.resolve("conf/context.xml");
        Files.writeString(
                contexts,
                Files.readString(contexts)
                        .replace("</Context>", "<Parameter name=\"" + name + "\" value=\"" + value + "\"/></Context>"));
        return this;
    }

    /** Copies the same file as an installer, and changes only the port. */
    StockTomcat withServerXml() throws IOException {
        Files.writeString(home.resolve("conf/server.xml"), distribution.shippedServerXml(port));
        return this;
    }

    /** The response to a request that no HTTP client would send. */
    String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    StockTomcat withWar() throws IOException {
        return withOurWar(distribution.war());
    }

    /** The WAR that is for another container. */
    StockTomcat withWarOfOthers() throws IOException {
        return withOurWar(distribution.warOfOthers());
    }

    private StockTomcat withOurWar(Path war) throws IOException {
        Files.copy(war, home.resolve("webapps/vedfolnir.war"));
        return this;
    }

    StockTomcat withWar(Path war) throws IOException {
        Files.copy(war, home.resolve("webapps").resolve(war.getFileName()));
        return this;
    }

    StockTomcat with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Path home() {
        return home;
    }

    /** What starts it. */
    String command() {
        return home.resolve("bin/catalina.sh") + " run";
    }

    /** That of its process, which has ended. */
    int exitCode() {
        return Objects.requireNonNull(process).exitValue();
    }

    StockTomcat start() throws Exception {
        starts++;
        var builder = new ProcessBuilder(command().split(" "));
        builder.environment().keySet().removeIf(name -> name.startsWith("CATALINA_") || name.equals("JAVA_OPTS"));
        builder.environment().put("JAVA_HOME", ServerJava.home());
        builder.environment()
                .put(
                        "CATALINA_OPTS",
                        "-XX:TieredStopAtLevel=1" + ServerJava.options()); // half the processor time of a start
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(console().toFile());
        process = builder.start();
        Eventually.within(
                Duration.ofSeconds(90), () -> Files.readString(console()).contains("Server startup in"));
        return this;
    }

    private Path console() {
        return home.resolve("logs").resolve("console-" + starts + ".txt");
    }

    /** Of the last start. */
    long pid() {
        if (process == null) {
            throw new AssertionError("This Tomcat has not started.");
        }
        return process.pid();
    }

    void stop() {
        if (process != null) {
            Ended.afterAsking(process);
        }
    }

    /** Ends it without a shutdown, as a crash does. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    HttpResponse<String> get(String path, @Nullable String cookie) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).GET(), cookie);
    }

    /** Sends the request as a proxy on this machine does for a client. */
    HttpResponse<String> getFrom(String path, String client) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("X-Forwarded-For", client)
                        .GET(),
                null);
    }

    HttpResponse<String> post(String path, String form, @Nullable String cookie)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Sec-Fetch-Site", "same-origin")
                        .POST(HttpRequest.BodyPublishers.ofString(form)),
                cookie);
    }

    int port() {
        return port;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, @Nullable String cookie)
            throws IOException, InterruptedException {
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        return CLIENT.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    }

    static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    /** All output and logs of this Tomcat, with its access log. */
    String logs() throws IOException {
        try (var files = Files.walk(home.resolve("logs"))) {
            var all = new StringBuilder();
            for (var file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    /** The same without what a listener of Tomcat's example writes: the ids of its sessions. */
    String logsWithoutExamples() throws IOException {
        return LINES_OF_THE_EXAMPLE.matcher(logs()).replaceAll("");
    }

    String firstConsole() throws IOException {
        return Files.readString(home.resolve("logs/console-1.txt"));
    }

    /** The output of the last start. */
    String lastConsole() throws IOException {
        return Files.readString(console());
    }

    @Override
    public void close() throws IOException {
        stop();
        try {
            CdiWarnings.assertNone(home.resolve("logs"));
        } finally {
            Folders.delete(home.resolveSibling(""));
        }
    }
}
