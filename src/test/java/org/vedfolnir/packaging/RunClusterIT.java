package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.FreePorts;
import org.vedfolnir.testing.Browser;

/** {@code ./run --cluster} as its user sees it. */
class RunClusterIT {

    private static final Duration CHECK = Duration.ofSeconds(240);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** Leaves the table in target/check-cluster.txt. */
    @Test
    void passesTheCheckOnACluster() throws Exception {
        var check = RunProcess.start(Path.of("target/check-cluster.txt"), folder, Map.of(), "--check", "--cluster");
        var code = check.awaitEnd(CHECK);
        assertThat(check.out())
                .contains("kill the new master with -9", " passed, 0 failed")
                .doesNotContain("FAIL");
        assertThat(check.err()).isEmpty();
        assertThat(code).isZero();
    }

    @Test
    void keepsSignInsOverARestartAndLeavesNoProcess() throws Exception {
        var port = FreePorts.next();
        var person = new Browser(HttpClient.Version.HTTP_1_1);
        var first = start(port);
        try {
            first.awaitReady();
            assertThat(first.out())
                    .contains("Sessions are stored in a Redis Cluster of three masters and three replicas");
            FirstVisit.succeed(URI.create(FirstVisit.link(first.out())));
            var address = RunProcess.address(port, "/login");
            var signedIn = person.post(address, Map.of("username", "admin", "password", FirstVisit.PASSWORD));
            assertThat(signedIn.statusCode()).isEqualTo(302);
        } finally {
            end(first);
        }

        var second = start(port);
        try {
            second.awaitReady();
            var home = person.get(RunProcess.address(port, "/home"));
            assertThat(home.statusCode()).isEqualTo(200);
            assertThat(second.err()).isEmpty();
        } finally {
            end(second);
        }
    }

    private RunProcess start(int port) throws Exception {
        return RunProcess.start(
                folder,
                Map.of("PORT", Integer.toString(port)),
                "--cluster",
                "--data",
                folder.resolve("data").toString());
    }

    private static void end(RunProcess run) throws Exception {
        List<ProcessHandle> started = run.started();
        run.stop();
        assertThat(started).noneMatch(ProcessHandle::isAlive);
    }
}
