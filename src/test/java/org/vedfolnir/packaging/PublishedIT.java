package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The artifacts of {@code mvn install} for an application's build. The build installs them into a separate repository for this test. */
@Tag("examples")
class PublishedIT {

    private static final Path FOLDER = Path.of("target", "repository", "org", "vedfolnir", "vedfolnir");
    private static final Pattern TAG = Pattern.compile("<([A-Za-z]+)[ >]");

    @Test
    void publishesTheJarWithSourcesAndDocumentationAndTheWarForTomeeOnly() throws IOException {
        try (var files = Files.list(version())) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("vedfolnir")))
                    .containsExactlyInAnyOrder(
                            name(".pom"), name(".jar"), name("-sources.jar"), name("-javadoc.jar"), name("-tomee.war"));
        }
        assertThat(file(".jar"))
                .as("the jar for Tomcat's lib")
                .hasSameBinaryContentAs(Path.of("target", "vedfolnir-session-manager.jar"));
    }

    @Test
    void publishesTheWarForTomee() throws IOException {
        assertThat(file("-tomee.war")).hasSameBinaryContentAs(Path.of("target", "vedfolnir-tomee.war"));
    }

    @Test
    void namesNoDependencyInThePom() throws IOException {
        var pom = Files.readString(file(".pom"));

        assertThat(TAG.matcher(pom).results().map(tag -> tag.group(1)))
                .as(pom)
                .containsExactlyInAnyOrder(
                        "project",
                        "modelVersion",
                        "groupId",
                        "artifactId",
                        "version",
                        "name",
                        "description",
                        "licenses",
                        "license",
                        "name",
                        "url",
                        "distribution");
        assertThat(pom).contains("<groupId>org.vedfolnir</groupId>", "<artifactId>vedfolnir</artifactId>");
    }

    @Test
    void isAModuleWithItsOwnName() throws IOException {
        var module = ModuleFinder.of(file(".jar")).find("org.vedfolnir.session");

        assertThat(module).isPresent();
        assertThat(module.get().descriptor().packages())
                .contains("org.vedfolnir.session")
                .allMatch(name -> name.startsWith("org.vedfolnir.session"));
    }

    @Test
    void publishesTheSourceOfEveryClass() throws IOException {
        var own = names(".jar").stream()
                .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("/shaded/"))
                .map(name -> name.replaceFirst("\\.class$", ".java"))
                .toList();
        var sources = names("-sources.jar");

        assertThat(own).contains("org/vedfolnir/session/VedfolnirSessionManager.java");
        assertThat(sources)
                .containsAll(own)
                .allMatch(name -> name.matches("META-INF/MANIFEST\\.MF|org/vedfolnir/session/.*"));
    }

    @Test
    void publishesTheDocumentationOfTheManagerOnly() throws IOException {
        assertThat(names("-javadoc.jar"))
                .contains("index.html", "org/vedfolnir/session/VedfolnirSessionManager.html")
                .filteredOn(name -> name.startsWith("org/"))
                .allMatch(name -> name.startsWith("org/vedfolnir/session/"))
                .noneMatch(name -> name.contains("/shaded/"));
    }

    private static List<String> names(String ending) throws IOException {
        try (var zip = new ZipFile(file(ending).toFile())) {
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        }
    }

    private static Path file(String ending) throws IOException {
        return version().resolve(name(ending));
    }

    private static String name(String ending) throws IOException {
        return "vedfolnir-" + version().getFileName() + ending;
    }

    private static Path version() throws IOException {
        try (var versions = Files.list(FOLDER)) {
            return versions.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }
}
