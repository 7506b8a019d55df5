package org.vedfolnir.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.vedfolnir.session.framework.CounterApplication;

/** Tomcats as Apache ships them, with the manager, {@link CounterApplication}, and the frameworks that the profile has downloaded. */
final class FrameworksOnTomcat {

    private static final Path FETCHED = Path.of("target", "frameworks");
    /** Jars that Tomcat has, that TomEE has in its own form for Tomcat, and those of the build tool. */
    private static final Pattern NOT_OF_TOMEE = Pattern.compile(
            "tomcat-.*|ecj-.*|tomee-juli-.*|jakartaee-api-[^-]*-[^-]*\\.jar|jakarta\\.(transaction|annotation|ws\\.rs)-api-.*"
                    + "|jakarta\\.activation-(api-)?2.*|(ant|maven|plexus)-.*");

    private FrameworksOnTomcat() {}

    /**
     * TomEE: OpenWebBeans and MyFaces in the container. It is assembled from its libraries and a Tomcat, since the registry has no distribution of that
     * version.
     */
    static StockTomcat tomee(String redis) throws IOException {
        var tomcat = managed("10.1", redis);
        var lib = tomcat.home().resolve("lib");
        try (var jars = Files.list(FETCHED.resolve("tomee"))) {
            for (var jar : jars.toList()) {
                if (!NOT_OF_TOMEE.matcher(jar.getFileName().toString()).matches()) {
                    Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Files.delete(lib.resolve("annotations-api.jar"));
        var server = tomcat.home().resolve("conf/server.xml");
        Files.writeString(
                server,
                Files.readString(server)
                        .replaceFirst(
                                "<Listener ",
                                "<Listener className=\"org.apache.tomee.catalina.ServerListener\" /><Listener "));
        return tomcat;
    }

    /** Tomcat, with these frameworks in the application. */
    static StockTomcat tomcat(String line, String frameworks, String redis) throws IOException {
        var tomcat = managed(line, redis);
        var lib = Files.createDirectories(tomcat.home().resolve("webapps/counter/WEB-INF/lib"));
        try (var jars = Files.list(FETCHED.resolve(frameworks))) {
            for (var jar : jars.toList()) {
                Files.copy(jar, lib.resolve(jar.getFileName()));
            }
        }
        return tomcat;
    }

    private static StockTomcat managed(String line, String redis) throws IOException {
        var tomcat = new StockTomcat(line).withManagerJar().withManagerLine().with("REDIS_URL", redis);
        for (var own : new String[] {"docs", "examples", "host-manager", "manager", "ROOT"}) {
            Folders.delete(tomcat.home().resolve("webapps").resolve(own));
        }
        CounterApplication.write(tomcat.home().resolve("webapps/counter"));
        return tomcat;
    }
}
