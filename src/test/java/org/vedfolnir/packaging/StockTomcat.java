package org.vedfolnir.packaging;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.Eventually;

/** The distribution of Tomcat as Apache ships it, unpacked for one test and run by its own script on a port that is free. */
final class StockTomcat implements AutoCloseable {

    private static final Path MANAGER = Path.of("target/vedfolnir-session-manager.jar");
    private static final Path CONTEXT = Path.of("server-config/tomcat/context.xml");
    private static final Pattern PORT =
            Pattern.compile("Starting ProtocolHandler \\[\"http-nio-[^\"]*-auto-\\d+-(\\d+)\"]");
    private static final Pattern STARTED = Pattern.compile("Server startup in \\[([\\d,]+)] milliseconds");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private int starts;
    private @Nullable Process process;

    private StockTomcat(Path home) {
        this.home = home;
    }

    /** @param version as in {@code target/stock/tomcat-<version>.zip} */
    static StockTomcat unpack(String version) throws IOException {
        var home = Files.createTempDirectory("stock-tomcat");
        try (var zip = new ZipFile("target/stock/tomcat-" + version + ".zip")) {
            for (var entry : zip.stream().filter(each -> !each.isDirectory()).toList()) {
                var file =
                        home.resolve(entry.getName().substring(entry.getName().indexOf('/') + 1));
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.copy(zip.getInputStream(entry), file);
                if (entry.getName().endsWith(".sh") && !file.toFile().setExecutable(true)) {
                    throw new IOException("A script of Tomcat cannot be made executable.");
                }
            }
        }
        for (var folder : List.of("logs", "temp", "work")) {
            Files.createDirectories(home.resolve(folder));
        }
        var tomcat = new StockTomcat(home);
        tomcat.replace("conf/server.xml", "port=\"8005\"", "port=\"-1\"");
        tomcat.replace("conf/server.xml", "Connector port=\"8080\"", "Connector port=\"0\" address=\"127.0.0.1\"");
        return tomcat;
    }

    /** The first half of docs/install.md: one file. */
    StockTomcat withJar() throws IOException {
        Files.copy(MANAGER, home.resolve("lib").resolve(MANAGER.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        return this;
    }

    /** The second half: one line. */
    StockTomcat withLine() throws IOException {
        var lines = Files.readAllLines(CONTEXT).stream()
                .filter(line -> line.strip().startsWith("<Manager "))
                .toList();
        if (lines.size() != 1) {
            throw new AssertionError(CONTEXT + " has " + lines.size() + " lines with the manager.");
        }
        replace("conf/context.xml", "</Context>", lines.get(0) + "\n</Context>");
        return this;
    }

    StockTomcat with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    StockTomcat withApplication(Path war) throws IOException {
        Files.copy(war, home.resolve("webapps").resolve(war.getFileName()));
        return this;
    }

    StockTomcat logging(String line) throws IOException {
        var file = home.resolve("conf/logging.properties");
        Files.writeString(file, Files.readString(file) + "\n" + line + "\n");
        return this;
    }

    private void replace(String name, String old, String changed) throws IOException {
        var file = home.resolve(name);
        var text = Files.readString(file);
        if (!text.contains(old)) {
            throw new AssertionError(name + " of this Tomcat has no " + old);
        }
        Files.writeString(file, text.replace(old, changed));
    }

    Path home() {
        return home;
    }

    /** Returns when Tomcat says that it has started. */
    StockTomcat start() throws Exception {
        starts++;
        var builder = new ProcessBuilder(home.resolve("bin/catalina.sh").toString(), "run")
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(console());
        builder.environment().keySet().removeIf(name -> name.matches("(CATALINA|JAVA|JRE|REDIS|SESSION|DATABASE)_.*"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        var started = builder.start();
        process = started;
        Eventually.within(
                PATIENCE,
                () -> !started.isAlive() || STARTED.matcher(console(starts)).find());
        if (!started.isAlive()) {
            throw new AssertionError("Tomcat ended with " + started.exitValue() + ":\n" + console(starts));
        }
        return this;
    }

    /** As {@code kill} and every service manager does. */
    void stop() {
        var running = process;
        if (running != null) {
            process = null;
            Ended.afterAsking(running);
        }
    }

    URI address(String path) throws IOException {
        return URI.create("http://127.0.0.1:" + found(PORT) + path);
    }

    Duration startTime() throws IOException {
        return Duration.ofMillis(Long.parseLong(found(STARTED).replace(",", "")));
    }

    private String found(Pattern pattern) throws IOException {
        var found = pattern.matcher(console(starts));
        if (!found.find()) {
            throw new AssertionError("Tomcat did not say " + pattern + ":\n" + console(starts));
        }
        return found.group(1);
    }

    private File console() {
        return home.resolve("logs/console-" + starts + ".out").toFile();
    }

    /** What Tomcat printed in one of its runs. */
    String console(int start) throws IOException {
        return Files.readString(home.resolve("logs/console-" + start + ".out"));
    }

    /** Every line of every log file, the access log and the console included. */
    List<String> logged() throws IOException {
        var lines = new ArrayList<String>();
        try (var files = Files.list(home.resolve("logs"))) {
            for (var file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        stop();
        Folders.delete(home);
    }
}
