package org.vedfolnir.session.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.store.redis.RealRedis;

/** Words, help, and where the settings come from. */
class CommandWordsTest {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private final Map<String, String> environment = new HashMap<>();

    private Run run(String... words) {
        return Run.with(environment).run(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "doctor",
                "sessions",
                "sessions list",
                "sessions show",
                "sessions end",
                "sessions export",
                "keys",
                "keys generate",
                "keys status",
                "keys rotate",
                "watch",
                "completion"
            })
    void eachHelpHasExamples(String command) {
        var run = run((command + " --help").split(" "));

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("Usage: vedfolnir " + command, "Examples:");
    }

    @Test
    void saysWhatIsWrongWithTheWords() {
        assertThat(run("doktor").err()).contains("doktor", "vedfolnir --help");
        assertThat(run("sessions", "list", "--idle", "soon").err())
                .isEqualTo(
                        "The option --idle is 'soon': it must be a time as in 250ms, 30s, 5m, 12h or PT30S. Correct it."
                                + System.lineSeparator());
        assertThat(run().exit()).isEqualTo(2);
        assertThat(run("--version").out()).contains("Vedfolnir Sessions");
    }

    @Test
    void takesNoSecretFromTheCommandLine() {
        var run = run("doctor", "--redis-url", "redis://:hush@cache:6379");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).contains("REDIS_PASSWORD_FILE").doesNotContain("hush");
        assertThat(run("sessions", "list", "--redis-url", "redis://:hush@cache:6379")
                        .err())
                .contains("REDIS_PASSWORD_FILE")
                .doesNotContain("hush");
    }

    @Test
    void readsTheManagerOfAContext(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("context.xml"), """
                <Context>
                  <Manager className="org.vedfolnir.session.VedfolnirSessionManager" redisUrl="${address}"
                      keyPrefix="${prefix:-shop:session:}" application="/shop"/>
                </Context>
                """);
        environment.put("address", REDIS.url());
        environment.put("REDIS_URL", "redis://elsewhere.invalid");

        var run = run("doctor", "--config", file.toString());

        assertThat(run.out())
                .contains(
                        "application /shop", "redisUrl = (not shown) from the file '" + file + "', attribute redisUrl")
                .contains("keyPrefix = shop:session: from", "OK    connection");
        assertThat(run("doctor", "--config", file.toString(), "--application", "/")
                        .out())
                .contains("application /\n", "from the option --application");
        assertThat(run("doctor", "--config", file.toString(), "--redis-url", "redis://nowhere.invalid")
                        .out())
                .contains("knows no host nowhere.invalid")
                .doesNotContain("redissonConfig");
    }

    @Test
    void readsLines(@TempDir Path folder) throws Exception {
        var password = Files.writeString(folder.resolve("address"), REDIS.url());
        var file = Files.writeString(
                folder.resolve("redis.env"),
                "REDIS_URL_FILE=" + password + "\nvedfolnir.keyPrefix=a:session:\ncommandTimeout=1s\n");

        assertThat(run("doctor", "--config", file.toString()).out())
                .contains("commandTimeout = 1s from the file '" + file + "', line commandTimeout")
                .contains("keyPrefix = a:session:", "OK    connection");
    }

    @Test
    void saysWhatIsWrongWithTheFile(@TempDir Path folder) throws Exception {
        var none = folder.resolve("none.xml").toString();
        assertThat(run("sessions", "list", "--config", none).err()).contains("'" + none + "'", "cannot be read");
        var other = Files.writeString(folder.resolve("other.xml"), "<Context><Manager className='x.Y'/></Context>");
        assertThat(run("sessions", "list", "--config", other.toString()).err()).contains("has no <Manager className=");
        var unset = Files.writeString(
                folder.resolve("unset.xml"),
                "<Manager className='org.vedfolnir.session.VedfolnirSessionManager' redisUrl='${nobody}'/>");
        assertThat(run("sessions", "list", "--config", unset.toString()).err()).contains("${nobody}");
        assertThat(run("doctor", "--application", "/shop/").out()).contains("Write /shop.");
    }

    @Test
    void watchesAsLongAsWanted() {
        environment.put("REDIS_URL", REDIS.url());

        var run = run("watch", "--count", "3", "--interval", "1ms");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.lines()).hasSize(4);
        assertThat(run.lines().get(0)).startsWith("TIME").contains("SESSIONS", "SCRIPTS/S", "LATENCY");
        assertThat(run.lines().get(3)).containsPattern("Z +0 +[\\d.]+ +[\\d.]+ (KB|MB) +0 B +\\d+ +[\\d.]+ ms");
    }

    @Test
    void completesWords() {
        assertThat(run("completion", "bash").out())
                .contains("vedfolnir() {", "doctor sessions keys watch completion", "complete -F");
        assertThat(run("completion", "zsh").out()).contains("bashcompinit");
        assertThat(run("completion", "fish").exit()).isEqualTo(2);
    }
}
