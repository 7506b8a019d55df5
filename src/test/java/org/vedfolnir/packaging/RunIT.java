package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.FreePorts;

/** {@code ./run} as its user sees it: what it prints, how it ends, and what it leaves behind. */
class RunIT {

    private static final Duration CHECK = Duration.ofSeconds(120);
    private static final Duration REFUSAL = Duration.ofSeconds(20);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** The table stays in target/check.txt, for whoever wants to read it. */
    @Test
    void theCheckPasses() throws Exception {
        var check = RunProcess.start(Path.of("target/check.txt"), folder, Map.of(), "--check");
        var code = check.awaitEnd(CHECK);
        assertThat(check.out()).contains(" passed, 0 failed").doesNotContain("FAIL");
        assertThat(check.err()).isEmpty();
        assertThat(code).isZero();
    }

    @Test
    void aTakenPortIsSaidInOneLine() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());
            refuses(Map.of("PORT", port), "Port " + port + " is taken: ", "--data", data());
        }
    }

    @Test
    void aRedisThatDoesNotAnswerIsSaidInOneLine() throws Exception {
        var nowhere = "127.0.0.1:" + FreePorts.next();
        refuses(
                Map.of("PORT", Integer.toString(FreePorts.next()), "REDIS_URL", "redis://:secret@" + nowhere),
                "REDIS_URL names " + nowhere + ", and nothing answers there: ",
                "--data",
                data());
    }

    @Test
    void aWrongOptionIsSaidInOneLine() throws Exception {
        refuses(Map.of(), "'--prot' is no option of ./run; './run --help' lists them.", "--prot");
    }

    @Test
    void aPortThatIsNoNumberIsSaidInOneLine() throws Exception {
        refuses(Map.of("PORT", "http"), "PORT is 'http', and must be a number from 1 to ");
    }

    private void refuses(Map<String, String> environment, String begins, String... arguments) throws Exception {
        var run = RunProcess.start(folder, environment, arguments);
        var code = run.awaitEnd(REFUSAL);
        assertThat(run.err()).startsWith(begins).endsWith(".\n").hasLineCount(1).doesNotContain("secret");
        assertThat(run.out()).isEmpty();
        assertThat(code).isEqualTo(2);
        assertThat(run.started()).isEmpty();
    }

    @Test
    void whoWasSignedInIsSignedInWhenItStartsAgainAndNothingIsLeftInBetween() throws Exception {
        var port = FreePorts.next();
        var environment = Map.of("PORT", Integer.toString(port));
        var person = new Person();
        var first = RunProcess.start(folder, environment, "--data", data());
        try {
            first.awaitReady();
            FirstVisit.succeed(URI.create(FirstVisit.link(first.out())));
            var address = RunProcess.address(port, "/login");
            var signedIn = person.post(address, Map.of("username", "admin", "password", FirstVisit.PASSWORD));
            assertThat(signedIn.statusCode()).isEqualTo(302);
        } finally {
            var started = first.started();
            first.stop();
            assertThat(started).hasSizeGreaterThanOrEqualTo(2).noneMatch(ProcessHandle::isAlive);
        }

        var second = RunProcess.start(folder, environment, "--data", data());
        try {
            second.awaitReady();
            assertThat(second.out()).doesNotContain("setup", "no account");
            var home = person.get(RunProcess.address(port, "/home"));
            assertThat(home.statusCode()).isEqualTo(200);
        } finally {
            second.stop();
        }
    }

    @Test
    void aStartWithoutAnAccountTellsANewLinkAndVoidsTheOneBefore() throws Exception {
        var port = FreePorts.next();
        var environment = Map.of("PORT", Integer.toString(port));
        var first = RunProcess.start(folder, environment, "--data", data());
        var before = URI.create(FirstVisit.link(first.awaitReady().out()));
        first.stop();

        var second = RunProcess.start(folder, environment, "--data", data(), "--nodes", "2");
        try {
            var link = URI.create(FirstVisit.link(second.awaitReady().out()));
            assertThat(FirstVisit.make(before).statusCode()).isEqualTo(410);
            FirstVisit.succeed(link);
        } finally {
            second.stop();
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }
}
