package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.store.redis.RealRedis;

/** The web application in a Tomcat as Apache ships it, installed as docs/install.md says, and half installed. */
class WarInStockTomcatIT {

    private static final Path WAR = Path.of("target/vedfolnir.war");
    private static final Pattern PASSWORD = Pattern.compile("sign in as admin with the password (\\S+)\\.");
    private static final Pattern PROBLEM = Pattern.compile("(WARNING|SEVERE) \\[[^]]*] org\\.vedfolnir\\.");

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    @ParameterizedTest
    @ValueSource(strings = {"11", "10.1"})
    void aPersonSignsInWithTheFirstPassword(String version) throws Exception {
        try (var tomcat = unpack(version).withJar().withLine()) {
            tomcat.start();
            var person = new Person();
            assertThat(person.get(tomcat.address("/vedfolnir/")).statusCode()).isEqualTo(200);
            assertThat(person.get(tomcat.address("/vedfolnir/login")).statusCode())
                    .isEqualTo(200);

            var signedIn = person.post(
                    tomcat.address("/vedfolnir/login"),
                    Map.of("username", "admin", "password", firstPassword(tomcat.console(1))));

            assertThat(signedIn.statusCode()).isEqualTo(302);
            assertThat(person.get(tomcat.address("/vedfolnir/home")).statusCode())
                    .isEqualTo(200);
            assertThat(REDIS.exists("vedfolnir:session:" + person.id())).isTrue();
            tomcat.stop();
            assertThat(tomcat.logged())
                    .noneMatch(line -> PROBLEM.matcher(line).find())
                    .noneMatch(line -> line.contains(person.id()));
        }
    }

    private static String firstPassword(String console) {
        var found = PASSWORD.matcher(console).results().toList();
        assertThat(found).as("lines with the first password").hasSize(1);
        return found.get(0).group(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"11", "10.1"})
    void withoutTheJarItSaysInOneSentenceWhatIsMissing(String version) throws Exception {
        try (var tomcat = unpack(version)) {
            tomcat.start();
            saysOneSentence(
                    tomcat, "copy vedfolnir-session-manager.jar into the container's lib folder", "docs/install.md");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"11", "10.1"})
    void withoutTheLineItSaysInOneSentenceWhatIsMissingAndTouchesNoDatabase(String version) throws Exception {
        try (var tomcat = unpack(version).withJar()) {
            tomcat.start();
            saysOneSentence(
                    tomcat,
                    "add <Manager className=\"org.vedfolnir.session.VedfolnirSessionManager\"/> to conf/context.xml",
                    "docs/install.md");
            assertThat(tomcat.home().resolve("db.mv.db")).doesNotExist();
        }
    }

    private static void saysOneSentence(StockTomcat tomcat, String... parts) throws Exception {
        assertThat(new Person().get(tomcat.address("/vedfolnir/")).statusCode()).isEqualTo(404);
        var ours =
                tomcat.console(1).lines().filter(WarInStockTomcatIT::speaksOfUs).toList();
        assertThat(ours).hasSize(1);
        assertThat(ours.get(0)).contains(parts);
        assertThat(traces(tomcat)).isEmpty();
    }

    /** Tomcat's own lines name the application's path and its file only. */
    private static boolean speaksOfUs(String line) {
        return line.contains("org.vedfolnir.") || line.contains("install.md");
    }

    private static List<String> traces(StockTomcat tomcat) throws Exception {
        return tomcat.logged().stream()
                .filter(line -> line.matches("\\s+at .*") || line.contains("Caused by:"))
                .toList();
    }

    private static StockTomcat unpack(String version) throws Exception {
        var tomcat = StockTomcat.unpack(version);
        return tomcat.withApplication(WAR)
                .with("REDIS_URL", REDIS.url())
                .with("DATABASE_URL", "jdbc:h2:file:" + tomcat.home().resolve("db"));
    }
}
