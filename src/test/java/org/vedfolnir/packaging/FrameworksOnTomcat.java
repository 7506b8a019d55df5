package org.vedfolnir.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vedfolnir.session.framework.CounterApplication;

/** Tomcats as Apache ships them, with the manager, {@link CounterApplication}, and the frameworks that the profile has downloaded. */
final class FrameworksOnTomcat {

    private static final Path FETCHED = Path.of("target", "frameworks");

    private FrameworksOnTomcat() {}

    /** TomEE: OpenWebBeans and MyFaces in the container. */
    static StockTomcat tomee(String redis) throws IOException {
        return managed("tomee", redis);
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
            var application = tomcat.home().resolve("webapps").resolve(own);
            if (Files.exists(application)) {
                Folders.delete(application);
            }
        }
        CounterApplication.write(tomcat.home().resolve("webapps/counter"));
        return tomcat;
    }
}
