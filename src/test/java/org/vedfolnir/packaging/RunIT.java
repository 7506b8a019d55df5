package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.FreePorts;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.JsonLines;

/** {@code ./run} as its user sees it: what it prints, how it ends, and what it leaves behind. */
class RunIT {

    private static final Duration CHECK = Duration.ofSeconds(120);
    private static final Duration REFUSAL = Duration.ofSeconds(20);
    private static final Duration START = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** Leaves the table in target/check.txt. */
    @Test
    void passesTheCheck() throws Exception {
        var check = RunProcess.start(Path.of("target/check.txt"), folder, Map.of(), "--check");
        var code = check.awaitEnd(CHECK);
        assertThat(check.out()).contains(" passed, 0 failed").doesNotContain("FAIL");
        assertThat(check.err()).isEmpty();
        assertThat(code).isZero();
    }

    @Test
    void reportsAUsedPortInOneLine() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());
            assertRejected(Map.of("PORT", port), "Port " + port + " is in use: ", "--data", data());
        }
    }

    @Test
    void reportsARedisThatDoesNotReplyInOneLine() throws Exception {
        var nowhere = "127.0.0.1:" + FreePorts.next();
        assertRejected(
                Map.of("PORT", Integer.toString(FreePorts.next()), "REDIS_URL", "redis://:secret@" + nowhere),
                "REDIS_URL names " + nowhere + ", and nothing answers there: ",
                "--data",
                data());
    }

    @Test
    void reportsAWrongOptionInOneLine() throws Exception {
        assertRejected(Map.of(), "'--prot' is not an option of ./run; './run --help' lists them.", "--prot");
    }

    @Test
    void rejectsAClusterBesideAnExistingRedisInOneLine() throws Exception {
        assertRejected(
                Map.of("REDIS_URL", "redis://:secret@127.0.0.1:6379"),
                "--cluster starts a Redis Cluster, and REDIS_URL names an existing Redis: ",
                "--cluster");
    }

    @Test
    void reportsAnInvalidPortInOneLine() throws Exception {
        assertRejected(Map.of("PORT", "http"), "PORT is 'http', and must be a number from 1 to ");
    }

    @Test
    void reportsAnUnknownFormatOfTheLogInOneLine() throws Exception {
        assertRejected(Map.of("SESSION_LOG", "xml"), "SESSION_LOG is 'xml', and must be text or json.");
    }

    private void assertRejected(Map<String, String> environment, String begins, String... arguments) throws Exception {
        var run = RunProcess.start(folder, environment, arguments);
        var code = run.awaitEnd(REFUSAL);
        assertThat(run.err()).startsWith(begins).endsWith(".\n").hasLineCount(1).doesNotContain("secret");
        assertThat(run.out()).isEmpty();
        assertThat(code).isEqualTo(2);
        assertThat(run.started()).isEmpty();
    }

    @Test
    void keepsSignInsOverARestartAndLeavesNoProcess() throws Exception {
        var port = FreePorts.next();
        var environment = Map.of("PORT", Integer.toString(port));
        var person = new Browser(HttpClient.Version.HTTP_1_1);
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
    void printsANewLinkWithoutAnAccountAndInvalidatesTheFormerOne() throws Exception {
        var port = FreePorts.next();
        var environment = Map.of("PORT", Integer.toString(port), "SESSION_LOG", "json");
        var first = RunProcess.start(folder, environment, "--data", data());
        var before = URI.create(FirstVisit.link(first.awaitReady().out()));
        first.stop();

        var second = RunProcess.start(folder, environment, "--data", data(), "--nodes", "2");
        try {
            var link = URI.create(FirstVisit.link(second.awaitReady().out()));
            assertThat(second.out()).contains("earlier links, also of another run");
            assertThat(Files.readString(Path.of(data(), "logs", "node-a.log"))
                            + Files.readString(Path.of(data(), "logs", "node-b.log")))
                    .contains("printed before is no longer valid");
            assertThat(FirstVisit.make(before).statusCode()).isEqualTo(410);
            FirstVisit.succeed(link);
            assertThat(linesOf("node-a")).allSatisfy(line -> assertThat(line.getString("service.node.name"))
                    .isEqualTo("node-a"));
            assertThat(linesOf("node-b"))
                    .allSatisfy(line ->
                            assertThat(line.getString("service.node.name")).isEqualTo("node-b"))
                    .anySatisfy(line -> {
                        assertThat(line.getString("message")).contains(" are kept in Redis at ");
                        assertThat(line.getString("vedfolnir.application")).isEqualTo("/");
                    });
        } finally {
            second.stop();
        }
    }

    private List<JsonObject> linesOf(String node) throws IOException {
        return JsonLines.of(Files.readString(Path.of(data(), "logs", node + ".log")));
    }

    @Test
    void rejectsASecondRunOnItsFolder() throws Exception {
        var port = FreePorts.next();
        var first = RunProcess.start(folder, Map.of("PORT", Integer.toString(port)), "--data", data());
        try {
            first.awaitReady();
            var before = ids(first.started());
            assertRejected(
                    Map.of("PORT", Integer.toString(FreePorts.next())),
                    "Another run uses the data folder " + folder.toRealPath().resolve("data") + ": ",
                    "--data",
                    data());
            assertThat(ids(first.started())).isEqualTo(before);
            var ready = new Browser(HttpClient.Version.HTTP_1_1).get(RunProcess.address(port, "/health/ready"));
            assertThat(ready.statusCode()).isEqualTo(200);
        } finally {
            first.stop();
        }
    }

    @Test
    void leavesNothingIfItIsEndedDuringTheStart() throws Exception {
        var port = FreePorts.next();
        var run = RunProcess.start(folder, Map.of("PORT", Integer.toString(port)), "--data", data(), "--nodes", "2");
        Eventually.within(Duration.ofSeconds(60), () -> run.started().size() >= 3);
        var started = run.started();
        assertThat(run.out()).doesNotContain("Ready");

        run.stop();

        Eventually.within(Duration.ofSeconds(60), () -> started.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void restartsADeadRedisAndEndsAllIfANodeDies() throws Exception {
        var port = FreePorts.next();
        var run = RunProcess.start(folder, Map.of("PORT", Integer.toString(port)), "--data", data());
        try {
            run.awaitReady();
            assertThat(run.out()).containsPattern("Sessions are stored in .*Redis \\d+\\.\\d+\\.\\d+");
            assertThat(run.err()).isEmpty();
            killed(run, "redis-"); // Debian's redis-server is a link to redis-check-rdb
            Eventually.within(START, () -> run.err().contains("It is restarted."));
            Eventually.within(
                    START,
                    () -> new Browser(HttpClient.Version.HTTP_1_1)
                                    .get(RunProcess.address(port, "/health/ready"))
                                    .statusCode()
                            == 200);
            assertThat(run.err())
                    .contains("Redis ended unexpectedly (exit code 137; ")
                    .hasLineCount(1);

            killed(run, "java");
            assertThat(run.awaitEnd(START)).isEqualTo(1);
            assertThat(run.err())
                    .contains(
                            "node-a ended unexpectedly (exit code 137); see ", "node-a.log. All processes were ended.");
            assertThat(run.started()).isEmpty();
        } finally {
            run.stop();
        }
    }

    private static void killed(RunProcess run, String command) throws Exception {
        var process = run.started().stream()
                .filter(each -> each.info().command().orElse("").contains("/" + command))
                .findFirst()
                .orElseThrow();
        process.destroyForcibly();
        process.onExit().get();
    }

    private static Set<Long> ids(List<ProcessHandle> processes) {
        return processes.stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    @Test
    void allowsNoAccessByOtherUsersOfTheMachine() throws Exception {
        var port = FreePorts.next();
        var run = RunProcess.start(folder, Map.of("PORT", Integer.toString(port)), "--data", data());
        try {
            run.awaitReady();
            FirstVisit.succeed(URI.create(FirstVisit.link(run.out())));
            var person = new Browser(HttpClient.Version.HTTP_1_1);
            person.post(
                    RunProcess.address(port, "/login"), Map.of("username", "admin", "password", FirstVisit.PASSWORD));
            assertThat(openToOthers(Path.of(data()))).isEmpty();
            var url = Files.readString(Path.of(data(), "secrets", "database-url"));
            var database = Integer.parseInt(url.replaceAll("(?s).*:(\\d+)/.*", "$1"));
            assertThat(reachable("127.0.0.1", database)).isTrue();
            for (var address : NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(InetAddress::getHostAddress)
                    .filter(address -> !address.equals("127.0.0.1"))
                    .toList()) {
                assertThat(reachable(address, database)).as(address).isFalse();
            }
            for (var process : run.started()) {
                assertThat(process.info().commandLine().orElse(""))
                        .doesNotContain(Files.readString(Path.of(data(), "secrets", "database-password"))
                                .strip());
            }
            // no file contains a usable session id
            var id = person.id();
            assertThat(id).hasSizeGreaterThan(20);
            Eventually.within(START, () -> sizeOfAppendOnlyFiles() > 1000);
            assertThat(filesWith(id)).isEmpty();
        } finally {
            run.stop();
        }
        assertThat(openToOthers(Path.of(data()))).isEmpty();
    }

    private long sizeOfAppendOnlyFiles() throws IOException {
        try (var files = Files.walk(Path.of(data(), "redis"))) {
            return files.filter(file -> file.toString().contains("appendonly"))
                    .filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private List<Path> filesWith(String text) throws IOException {
        try (var files = Files.walk(Path.of(data()))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> openToOthers(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            return paths.map(RunIT::described)
                    .filter(each -> !each.endsWith("------"))
                    .toList();
        }
    }

    /** The path with its permissions. */
    private static String described(Path path) {
        try {
            return path + " " + PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean reachable(String address, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }
}
