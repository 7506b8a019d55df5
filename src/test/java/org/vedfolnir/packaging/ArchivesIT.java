package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What is in the two archives, and what must not be. */
class ArchivesIT {

    private static final Path JAR = Path.of("target/vedfolnir-session-manager.jar");
    private static final Path WAR = Path.of("target/vedfolnir.war");
    private static final String CLASSES = "WEB-INF/classes/";
    private static final String SERVICES = "META-INF/services/";
    private static final long MOST_BYTES = 12L << 20;

    @Test
    void noClassIsInBoth() throws IOException {
        var both = classesOfWar();
        assertThat(both).isNotEmpty();
        both.retainAll(classes(names(JAR)));
        assertThat(both).isEmpty();
    }

    @Test
    void everyClassOfTheJarIsOursOrRelocated() throws IOException {
        assertThat(classes(names(JAR)))
                .contains("org/vedfolnir/session/VedfolnirSessionManager.class")
                .allMatch(name -> name.startsWith("org/vedfolnir/session/"));
    }

    @Test
    void everyServiceOfTheJarIsRelocated() throws IOException {
        try (var jar = new ZipFile(JAR.toFile())) {
            for (var entry : jar.stream().filter(ArchivesIT::service).toList()) {
                assertThat(text(jar, entry).lines().map(line -> line.replaceFirst("#.*", "")
                                .strip()))
                        .as(entry.getName())
                        .allMatch(name -> name.isEmpty() || name.startsWith("org.vedfolnir.session."));
                assertThat(entry.getName().substring(SERVICES.length()))
                        .matches("(org\\.vedfolnir\\.session|java|javax)\\..*");
            }
        }
    }

    private static boolean service(ZipEntry entry) {
        return entry.getName().startsWith(SERVICES) && !entry.isDirectory();
    }

    @Test
    void theJarIsSmall() throws IOException {
        assertThat(Files.size(JAR)).isLessThan(MOST_BYTES);
    }

    @Test
    void theWarLeavesToTheContainerWhatIsTheContainers() throws IOException {
        assertThat(names(WAR))
                .noneMatch(name -> name.startsWith(CLASSES + "org/vedfolnir/session/")
                        || name.startsWith(CLASSES + "org/vedfolnir/run/"));
        assertThat(libraries())
                .isNotEmpty()
                .noneMatch(name ->
                        name.matches(".*(servlet-api|jsp-api|el-api|cdi-api|jakartaee-api|tomcat|redisson|netty).*"));
        assertThat(classesOfWar())
                .noneMatch(name -> name.matches("jakarta/(servlet/(http/)?[A-Z]\\w*|el/\\w+)\\.class"));
    }

    @Test
    void theManifestsNameNoMachineAndNoPerson() throws IOException {
        for (var archive : List.of(JAR, WAR)) {
            try (var zip = new ZipFile(archive.toFile())) {
                assertThat(text(zip, zip.getEntry("META-INF/MANIFEST.MF")))
                        .doesNotContain("Built-By", "/", System.getProperty("user.dir"))
                        .doesNotContainIgnoringCase("host");
            }
        }
    }

    private static List<String> libraries() throws IOException {
        return names(WAR).stream()
                .filter(name -> name.startsWith("WEB-INF/lib/") && name.endsWith(".jar"))
                .toList();
    }

    /** Its own and its libraries'. */
    private static Set<String> classesOfWar() throws IOException {
        var all = classes(names(WAR).stream()
                .filter(name -> name.startsWith(CLASSES))
                .map(name -> name.substring(CLASSES.length()))
                .toList());
        try (var war = new ZipFile(WAR.toFile())) {
            for (var library : libraries()) {
                all.addAll(classes(
                        namesWithin(war.getInputStream(war.getEntry(library)).readAllBytes())));
            }
        }
        return all;
    }

    private static Set<String> classes(List<String> names) {
        return names.stream()
                .filter(name -> name.endsWith(".class"))
                .filter(name -> !name.endsWith("module-info.class"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> names(Path archive) throws IOException {
        try (var zip = new ZipFile(archive.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }

    private static List<String> namesWithin(byte[] library) throws IOException {
        var names = new ArrayList<String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(library))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    private static String text(ZipFile zip, ZipEntry entry) throws IOException {
        return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }
}
