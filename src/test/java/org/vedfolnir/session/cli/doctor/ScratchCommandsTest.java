package org.vedfolnir.session.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/** What the doctor tries is what the scripts run: a command that a script gets is tried too. */
class ScratchCommandsTest {

    private static final Path SCRIPTS = Path.of("src/main/resources/org/vedfolnir/session/store/redis/script");
    private static final Pattern CALL = Pattern.compile("redis\\.p?call\\('([A-Z]+)'(?:, '(CREATE)')?");

    @Test
    void tryEachCommandOfTheScripts() throws Exception {
        var called = new TreeSet<String>();
        try (var scripts = Files.list(SCRIPTS)) {
            for (var script : scripts.toList()) {
                CALL.matcher(Files.readString(script))
                        .results()
                        .map(call -> call.group(2) == null
                                ? new String[] {call.group(1)}
                                : new String[] {call.group(1), call.group(2)})
                        .map(ScratchCommands::right)
                        .forEach(called::add);
            }
        }
        var tried = new ScratchCommands(TestSettings.at("redis://cache").made(), "doctor")
                .withEvents().all().stream().map(ScratchCommands::right).toList();

        assertThat(called).hasSizeGreaterThan(30);
        assertThat(tried).containsAll(called);
    }

    /** So that a user who has what it names can work. */
    @Test
    void areAllInTheShippedAcl() throws Exception {
        var shipped = Files.readString(Path.of("server-config/redis/users.acl"));

        var tried = new ScratchCommands(TestSettings.at("redis://cache").made(), "doctor")
                .withEvents()
                .withCluster()
                .withReplicas()
                .withTracking()
                .all();

        assertThat(tried).allSatisfy(words -> assertThat(shipped + " ").contains(ScratchCommands.right(words)));
    }
}
