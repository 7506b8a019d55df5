package org.vedfolnir.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;

/**
 * A container as its project ships it, with what an operator installs into it.
 *
 * @param line 11.0 or 10.1 of Tomcat, or tomee
 */
public record Distribution(String line) {

    private static final Path ZIPS = Path.of("target", "tomcat");
    private static final Path CONFIGURATION = Path.of("server-config");
    private static final Path WAR = Path.of("target", "vedfolnir.war");
    private static final Path WAR_FOR_TOMEE = Path.of("target", "vedfolnir-tomee.war");
    private static final String TOMEE = "tomee";

    public static final Path MANAGER = Path.of("target", "vedfolnir-session-manager.jar");

    /** Those that the build's tests of containers run on: both lines of Tomcat, or TomEE with the profile of that name. */
    static Stream<String> lines() {
        return Arrays.stream(
                System.getProperty("vedfolnir.containers", "11.0,10.1").split(","));
    }

    /** The last of them, for a test that is the same on all. */
    static Stream<String> one() {
        return lines().skip(lines().count() - 1);
    }

    private boolean isTomee() {
        return line.equals(TOMEE);
    }

    /** Unpacks it into an empty folder. */
    public Path unpack(Path folder) throws IOException {
        try (var in = new ZipInputStream(Files.newInputStream(zip()))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                var file = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.resolveSibling(""));
                    Files.copy(in, file);
                    file.toFile().setExecutable(file.toString().endsWith(".sh"));
                }
            }
        }
        try (var inside = Files.list(folder)) {
            return inside.findFirst().orElseThrow();
        }
    }

    private Path zip() throws IOException {
        var beginning = isTomee() ? "tomee-" : "tomcat-" + line + ".";
        try (var zips = Files.list(ZIPS)) {
            return zips.filter(zip -> zip.getFileName().toString().startsWith(beginning))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(ZIPS + " has no " + beginning + "*.zip: mvn "
                            + (isTomee() ? "-Ptomee " : "") + "verify puts it there."));
        }
    }

    /** Its own {@code server.xml} with another port of its connector, and none for its shutdown. */
    public static String withPort(String serverXml, int port) {
        return ServerJava.connectors(serverXml
                .replace("port=\"8080\" address=\"127.0.0.1\"", "port=\"8080\"")
                .replace("port=\"8080\"", "port=\"" + port + "\" address=\"127.0.0.1\"")
                .replace("port=\"8005\"", "port=\"-1\""));
    }

    /** The {@code server.xml} that we ship for it, with another port. */
    public String shippedServerXml(int port) throws IOException {
        return withPort(Files.readString(shipped("server.xml")), port);
    }

    public String shippedContextXml() throws IOException {
        return Files.readString(shipped("context.xml"));
    }

    /** TomEE takes the files of Tomcat, unless it has its own. */
    private Path shipped(String name) {
        var own = CONFIGURATION.resolve(TOMEE).resolve(name);
        return isTomee() && Files.exists(own)
                ? own
                : CONFIGURATION.resolve("tomcat").resolve(name);
    }

    public Path war() {
        return isTomee() ? WAR_FOR_TOMEE : WAR;
    }

    /** The WAR that it cannot run. */
    public Path warOfOthers() {
        return isTomee() ? WAR : WAR_FOR_TOMEE;
    }
}
