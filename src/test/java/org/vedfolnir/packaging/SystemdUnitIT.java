package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.redis.RealRedis;

/** The unit of {@code server-config/systemd}. Needs the package systemd. */
@Tag("systemd")
class SystemdUnitIT {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final Path SHIPPED = Path.of("server-config", "systemd", "tomcat.service");

    /** Its lines as they are for a Tomcat in that folder. */
    private static String unit(Path home) throws Exception {
        return Files.readString(SHIPPED)
                .replace("/opt/tomcat", home.toString())
                .replace("/usr/lib/jvm/default-java", System.getProperty("java.home"));
    }

    private static Stream<String> values(String unit, String key) {
        return unit.lines().filter(line -> line.startsWith(key + "=")).map(line -> line.substring(key.length() + 1));
    }

    @Test
    void isAccepted() throws Exception {
        try (var tomcat = new StockTomcat("11.0")) {
            var file = tomcat.home().resolve("tomcat.service");
            Files.writeString(file, unit(tomcat.home()));
            var checking = new ProcessBuilder("systemd-analyze", "verify", "--man=no", file.toString())
                    .redirectErrorStream(true)
                    .start();
            var said = new String(checking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(checking.waitFor()).as(said).isZero();
            assertThat(said.lines()
                            .filter(line -> line.contains(file.getFileName().toString())))
                    .isEmpty();
        }
    }

    @Test
    void startsTomcatAndNamesTheFoldersThatItWrites() throws Exception {
        try (var tomcat = new StockTomcat("11.0").withManagerJar().withManagerLine()) {
            var unit = unit(tomcat.home());
            assertThat(values(unit, "ExecStart")).containsExactly(tomcat.command());
            var environment = values(unit, "Environment")
                    .map(each -> each.split("=", 2))
                    .collect(Collectors.toMap(each -> each[0], each -> each[1]));
            assertThat(environment).containsOnlyKeys("JAVA_HOME", "CATALINA_HOME", "CATALINA_BASE");
            var before = content(tomcat.home());
            environment.forEach(tomcat::with);
            tomcat.with("REDIS_URL", REDIS.url()).start();
            assertThat(tomcat.get("/examples/", null).statusCode()).isEqualTo(200);
            tomcat.stop();

            var writable = values(unit, "ReadWritePaths")
                    .flatMap(all -> Stream.of(all.split(" ")))
                    .map(Path::of)
                    .toList();
            assertThat(writable).allSatisfy(folder -> assertThat(folder).isDirectory());
            var written = content(tomcat.home());
            written.removeAll(before);
            assertThat(written).isNotEmpty().allMatch(file -> writable.stream().anyMatch(file.path()::startsWith));
            assertThat(values(unit, "SuccessExitStatus")).containsExactly(Integer.toString(tomcat.exitCode()));
        }
    }

    private record Version(Path path, long modified, long size) {}

    /** The files as they are now. */
    private static Set<Version> content(Path home) throws Exception {
        try (var files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> new Version(
                            file, file.toFile().lastModified(), file.toFile().length()))
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }
}
