package org.vedfolnir.run;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The addresses of the application: those that its classes and files offer, and the declaration of each. */
final class Routes {

    private static final Path PAGES = Path.of("src/main/webapp");
    private static final String PAGE = ".xhtml";

    /** The users who may use an address. */
    enum Access {
        EVERYBODY,
        SIGNED_IN,
        ADMIN
    }

    /**
     * The declaration of an address.
     *
     * @param answers for each supported method, the response to an empty form of a user with access: the status, and the target of a redirect. A
     *     {@code HEAD} is answered as a {@code GET}
     */
    record Route(String path, Access access, Map<String, Set<String>> answers) {

        boolean isProtected() {
            return access != Access.EVERYBODY;
        }

        Set<String> answers(String method) {
            return answers.getOrDefault(method.equals("HEAD") ? "GET" : method, Set.of("405"));
        }

        @Override
        public String toString() {
            return path;
        }
    }

    static final List<Route> DECLARED = Stream.of(
                    Stream.of(
                            new Route("/", Access.EVERYBODY, Map.of("GET", Set.of("200"), "POST", Set.of("200"))),
                            new Route(
                                    "/index.jsp",
                                    Access.EVERYBODY,
                                    Map.of("GET", Set.of("200"), "POST", Set.of("200"))),
                            // a signed-in user is redirected to the home page; a form without a name is a wrong one
                            new Route(
                                    "/login",
                                    Access.EVERYBODY,
                                    Map.of("GET", Set.of("200", "302 /home"), "POST", Set.of("403"))),
                            new Route("/logout", Access.EVERYBODY, Map.of("POST", Set.of("302 /login"))),
                            new Route("/setup", Access.EVERYBODY, Map.of("GET", Set.of("410"), "POST", Set.of("410"))),
                            new Route(
                                    "/new-password",
                                    Access.EVERYBODY,
                                    Map.of("GET", Set.of("410"), "POST", Set.of("410"))),
                            new Route("/health", Access.EVERYBODY, Map.of("GET", Set.of("200"))),
                            new Route("/health/started", Access.EVERYBODY, Map.of("GET", Set.of("200"))),
                            new Route("/metrics", Access.EVERYBODY, Map.of("GET", Set.of("200"))),
                            new Route("/health/live", Access.EVERYBODY, Map.of("GET", Set.of("200"))),
                            new Route("/health/ready", Access.EVERYBODY, Map.of("GET", Set.of("200"))),
                            asset("/assets/vedfolnir.css"),
                            asset("/assets/tabs.js"),
                            asset("/assets/page.js"),
                            asset("/assets/icon.svg"),
                            new Route("/appearance", Access.SIGNED_IN, Map.of("POST", Set.of("400"))),
                            new Route(
                                    "/confirm", Access.SIGNED_IN, Map.of("GET", Set.of("200"), "POST", Set.of("403"))),
                            new Route(
                                    "/password", Access.SIGNED_IN, Map.of("GET", Set.of("200"), "POST", Set.of("400"))),
                            // a user without a connection chooses one first
                            new Route(
                                    "/draft", Access.SIGNED_IN, Map.of("POST", Set.of("302 /home", "302 /platforms"))),
                            new Route("/api/session/state", Access.SIGNED_IN, Map.of("GET", Set.of("200"))),
                            new Route("/api/session/events", Access.SIGNED_IN, Map.of("GET", Set.of("200"))),
                            new Route("/api/session/extend", Access.SIGNED_IN, Map.of("POST", Set.of("200")))),
                    page("/home", Access.SIGNED_IN),
                    page("/platforms", Access.SIGNED_IN),
                    page("/platforms/edit", Access.SIGNED_IN),
                    page("/sessions", Access.SIGNED_IN),
                    page("/users", Access.ADMIN),
                    page("/users/new", Access.ADMIN),
                    page("/users/edit", Access.ADMIN),
                    page("/users/reset", Access.ADMIN),
                    page("/users/delete", Access.ADMIN))
            .flatMap(routes -> routes)
            .toList();

    private Routes() {}

    private static Route asset(String path) {
        return new Route(path, Access.EVERYBODY, Map.of("GET", Set.of("200"), "POST", Set.of("200")));
    }

    /** Faces answers both spellings. */
    private static Stream<Route> page(String path, Access access) {
        return Stream.of(path, path + PAGE)
                .map(spelling -> new Route(spelling, access, Map.of("GET", Set.of("200"), "POST", Set.of("200"))));
    }

    /** The addresses in the annotations of servlets and in the files of the web application. */
    static Set<String> offered() throws IOException {
        var offered = new TreeSet<>(Set.of("/"));
        new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("org.vedfolnir").stream()
                        .filter(type -> type.isAnnotatedWith(WebServlet.class))
                        .flatMap(Routes::patterns)
                        .forEach(offered::add);
        try (var files = Files.walk(PAGES)) {
            files.filter(Files::isRegularFile)
                    .map(file -> "/" + PAGES.relativize(file).toString().replace('\\', '/'))
                    .filter(path -> !path.startsWith("/WEB-INF/"))
                    .flatMap(path -> path.endsWith(PAGE)
                            ? Stream.of(path, path.substring(0, path.length() - PAGE.length()))
                            : Stream.of(path))
                    .forEach(offered::add);
        }
        return offered;
    }

    private static Stream<String> patterns(JavaClass servlet) {
        var annotation = servlet.getAnnotationOfType(WebServlet.class);
        return Stream.of(annotation.value(), annotation.urlPatterns()).flatMap(Arrays::stream);
    }
}
