package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The content of the archives. */
class ArchivesIT {

    private static final Path JAR = Path.of("target", "vedfolnir-session-manager.jar");
    private static final Path WAR = Path.of("target", "vedfolnir.war");
    private static final Path WAR_FOR_TOMEE = Path.of("target", "vedfolnir-tomee.war");
    private static final String NOTICES = "META-INF/THIRD-PARTY-NOTICES";
    private static final String CLASSES = "WEB-INF/classes/";

    @Test
    void putsNoClassInBothArchives() throws IOException {
        var both = new HashSet<>(classes(JAR));
        both.retainAll(classesOfTheWar());

        assertThat(both).isEmpty();
    }

    @Test
    void usesNoNameInTheJarThatAnApplicationCouldUse() throws IOException {
        assertThat(classes(JAR)).isNotEmpty().allMatch(name -> name.startsWith("org/vedfolnir/session/"));
        assertThat(classes(JAR)).noneMatch(name -> name.contains("opentelemetry"));
    }

    /** It is on the class path of a Tomcat's start, where nothing else of the manager can be loaded. */
    @Test
    void putsOnlyTheFormatterOfLogsIntoTheJarForLogs() throws IOException {
        var log = classes(Path.of("target", "vedfolnir-session-log.jar"));

        assertThat(log).contains("org/vedfolnir/session/log/JsonFormatter", "org/vedfolnir/session/log/OriginFilter");
        assertThat(log).allMatch(name -> name.startsWith("org/vedfolnir/session/log/"));
        assertThat(classes(JAR)).containsAll(log);
    }

    @Test
    void registersNoRelocatedClassWithAFramework() throws IOException {
        try (var zip = new ZipFile(JAR.toFile())) {
            assertThat(zip.stream().filter(entry -> !entry.isDirectory()).map(entry -> entry.getName()))
                    .filteredOn(name -> name.startsWith("META-INF/"))
                    .allMatch(
                            name -> name.matches(
                                    "META-INF/(MANIFEST\\.MF|LICENSE|NOTICE|THIRD-PARTY-NOTICES|services/org\\.vedfolnir\\.session\\..*)"));
        }
    }

    @Test
    void namesOnlyClassesOfTheJarInServiceFiles() throws IOException {
        var classes = classes(JAR);
        try (var zip = new ZipFile(JAR.toFile())) {
            for (var entry : zip.stream()
                    .filter(each -> each.getName().startsWith("META-INF/services/") && !each.isDirectory())
                    .toList()) {
                var text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                var named = text.lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .map(line -> line.replace('.', '/'))
                        .toList();
                assertThat(classes).as(entry.getName()).containsAll(named);
            }
        }
    }

    @Test
    void limitsTheSizeOfTheJar() throws IOException {
        assertThat(Files.size(JAR)).isLessThan(12L << 20);
    }

    @Test
    void keepsEngineRunAndContainerClassesOutOfTheWar() throws IOException {
        assertThat(classesOfTheWar())
                .isNotEmpty()
                .noneMatch(name -> name.startsWith("org/vedfolnir/session/"))
                .noneMatch(name -> name.startsWith("org/vedfolnir/run/"))
                .noneMatch(name -> name.startsWith("org/redisson/") || name.startsWith("io/netty/"))
                .noneMatch(name -> name.startsWith("jakarta/servlet/jsp/JspPage"))
                .noneMatch(name -> name.startsWith("org/apache/catalina/"));
    }

    @Test
    void keepsApisOfEveryContainerOutOfTheWar() throws IOException {
        try (var zip = new ZipFile(WAR.toFile())) {
            assertThat(zip.stream().map(entry -> entry.getName()))
                    .noneMatch(name -> name.matches(
                            "WEB-INF/lib/(jakarta\\.(servlet|el|websocket)-api|jakarta.jakartaee|tomcat|jasper).*"));
        }
    }

    @Test
    void leavesOutOfTheWarForTomeeWhatTomeeHas() throws IOException {
        assertThat(names(WAR_FOR_TOMEE))
                .noneMatch(name -> name.matches(
                        "WEB-INF/lib/.*(weld|jakarta\\.faces|jakarta\\.json|persistence-api|parsson|yasson).*"))
                .noneMatch(name -> name.endsWith("/weld.properties") || name.endsWith("/application.properties"));
    }

    @Test
    void hasTheSameClassesAndPagesInBothWars() throws IOException {
        assertThat(own(WAR_FOR_TOMEE))
                .hasSizeGreaterThan(200)
                .containsExactlyInAnyOrderElementsOf(own(WAR).stream()
                        .filter(name -> !name.endsWith("/weld.properties") && !name.endsWith("/application.properties"))
                        .toList());
    }

    /** All but libraries. */
    private static List<String> own(Path war) throws IOException {
        return names(war).stream()
                .filter(name -> !name.startsWith("WEB-INF/lib/"))
                .toList();
    }

    private static List<String> names(Path archive) throws IOException {
        try (var zip = new ZipFile(archive.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }

    @Test
    void namesNoMachineAndNoUser() throws IOException {
        for (var archive : List.of(JAR, WAR, WAR_FOR_TOMEE)) {
            try (var zip = new ZipFile(archive.toFile())) {
                var manifest = zip.getEntry("META-INF/MANIFEST.MF");
                assertThat(new String(zip.getInputStream(manifest).readAllBytes(), StandardCharsets.UTF_8))
                        .doesNotContain("Built-By", System.getProperty("user.dir"));
            }
        }
    }

    @Test
    void includesLicenceAndNoticesInEachArchive() throws IOException {
        var licence = Files.readString(Path.of("LICENSE"));
        for (var archive : List.of(JAR, WAR, WAR_FOR_TOMEE)) {
            assertThat(text(archive, "META-INF/LICENSE")).as(archive.toString()).isEqualTo(licence);
            assertThat(text(archive, NOTICES)).as(archive.toString()).contains("Apache-2.0", "EPL-2.0");
        }
    }

    @Test
    void namesEachShadedLibraryInTheNoticesOfTheJar() throws IOException {
        var pom = Files.readString(Path.of("pom.xml"));
        var included = pom.substring(pom.indexOf("<artifactSet>"), pom.indexOf("</artifactSet>"));
        var libraries = Pattern.compile("<include>(.+)</include>")
                .matcher(included)
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(libraries).isNotEmpty();
        assertThat(text(JAR, NOTICES)).contains(libraries);
    }

    @Test
    void namesEachLibraryInTheNoticesAndTheBillOfMaterialsOfTheWar() throws IOException {
        var notices = text(WAR, NOTICES);
        var bill = Files.readString(Path.of("target", "vedfolnir-sbom.json"));
        try (var zip = new ZipFile(WAR.toFile())) {
            var libraries = zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("WEB-INF/lib/.+\\.jar"))
                    .map(name -> name.replaceFirst("WEB-INF/lib/", "").replaceFirst("\\.jar$", ""))
                    .toList();
            assertThat(libraries).isNotEmpty().allSatisfy(library -> {
                var name = library.replaceFirst("-\\d.*", "");
                assertThat(notices).contains(":" + name + "\n");
                assertThat(bill).contains("/" + name + "@" + library.substring(name.length() + 1) + "?");
            });
        }
        assertThat(bill).contains("\"bomFormat\" : \"CycloneDX\"", "pkg:maven/org.redisson/redisson@");
    }

    private static String text(Path archive, String name) throws IOException {
        try (var zip = new ZipFile(archive.toFile())) {
            var entry = zip.getEntry(name);
            assertThat(entry).as(name + " in " + archive).isNotNull();
            return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Set<String> classes(Path archive) throws IOException {
        try (var zip = new ZipFile(archive.toFile())) {
            return zip.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .collect(Collectors.toSet());
        }
    }

    /** Its own classes and those of its libraries. */
    private static Set<String> classesOfTheWar() throws IOException {
        var all = new HashSet<String>();
        try (var zip = new ZipFile(WAR.toFile())) {
            for (var entry : new ArrayList<>(zip.stream().toList())) {
                if (entry.getName().startsWith(CLASSES) && entry.getName().endsWith(".class")) {
                    all.add(name(entry.getName().substring(CLASSES.length())));
                } else if (entry.getName().startsWith("WEB-INF/lib/")
                        && entry.getName().endsWith(".jar")) {
                    try (var library = new ZipInputStream(zip.getInputStream(entry))) {
                        for (var inside = library.getNextEntry(); inside != null; inside = library.getNextEntry()) {
                            if (inside.getName().endsWith(".class")
                                    && !inside.getName().startsWith("META-INF/")) {
                                all.add(name(inside.getName()));
                            }
                        }
                    }
                }
            }
        }
        return all;
    }

    private static String name(String file) {
        return file.substring(0, file.length() - ".class".length());
    }
}
