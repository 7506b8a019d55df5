package org.vedfolnir.run.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.DataFolderTest;
import org.vedfolnir.run.system.Ports;
import org.vedfolnir.session.store.Eventually;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** The Redis of a run restarts if it dies, ends with its run, and is never confused with another process. */
class ManagedRedisTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private DataFolder data;

    @BeforeEach
    void open() {
        data = DataFolder.open(folder.resolve("data"), messages::add);
    }

    @AfterEach
    void close() throws Exception {
        data.close();
    }

    @Test
    void restartsWithItsDataAndAnotherPasswordAfterAKill() throws Exception {
        try (var redis = start()) {
            var before = URI.create(redis.url());
            write(redis, "kept");
            kill(redis.pid());
            Eventually.within(PATIENCE, () -> holds(redis, "kept"));

            var after = URI.create(redis.url());
            assertThat(after.getPort()).as("nodes know the port").isEqualTo(before.getPort());
            assertThat(after).isNotEqualTo(before);
            assertThat(Files.readString(data.secretFile(ManagedRedis.URL_FILE)).strip())
                    .isEqualTo(after.toString());
            assertThat(messages).singleElement().asString().contains("exit code 137", "redis.log", "restarted");
            assertThat(redis.lost()).isNotDone();
        }
        assertThat(messages).as("messages, with none about the intended end").hasSize(1);
    }

    @Test
    void givesUpAndReportsItAfterRepeatedKills() throws Exception {
        try (var redis = start()) {
            for (var time = 0; time < 4; time++) {
                write(redis, "time" + time);
                var killed = redis.pid();
                kill(killed);
                Eventually.within(
                        PATIENCE, () -> redis.lost().isDone() || redis.pid() != killed && holds(redis, "time0"));
            }
            assertThat(redis.lost().get(30, TimeUnit.SECONDS)).contains("4th time", "redis.log", "not restarted");
            assertThat(messages).hasSize(3);
        }
    }

    /** One that reads a large file takes its time. */
    @Test
    void endsDuringARestart() throws Exception {
        var redis = ManagedRedis.start(folderOfOneThatServesOnlyOnce(), data, messages::add);
        kill(redis.pid());
        Eventually.within(PATIENCE, () -> Files.exists(folder.resolve("waiting")));
        var slow = ProcessHandle.of(Long.parseLong(
                        Files.readString(folder.resolve("waiting")).strip()))
                .orElseThrow();

        var closing = new Thread(redis::close);
        closing.start();

        Eventually.within(PATIENCE, () -> !closing.isAlive());
        Eventually.within(PATIENCE, () -> !slow.isAlive());
        assertThat(redis.lost()).as("its end was wanted").isNotDone();
    }

    private String folderOfOneThatServesOnlyOnce() throws Exception {
        var real = RedisBinary.choose("", data, List.of()).file();
        var once = Files.createDirectory(folder.resolve("once"));
        var program = once.resolve("redis-server");
        Files.writeString(
                program,
                String.join(
                        "\n",
                        "#!/bin/sh",
                        "[ \"$1\" = --version ] && exec echo 'Redis server v=7.0.15'",
                        "if [ -e '" + folder.resolve("served") + "' ]; then",
                        "  echo $$ > '" + folder.resolve("waiting") + ".new'",
                        "  mv '" + folder.resolve("waiting") + ".new' '" + folder.resolve("waiting") + "'",
                        "  exec sleep 600",
                        "fi",
                        "touch '" + folder.resolve("served") + "'",
                        "exec '" + real + "' \"$@\"",
                        ""));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return once.toString();
    }

    @Test
    void allowsNoAccessByOtherUsers() throws Exception {
        try (var redis = start()) {
            write(redis, "word");
            assertThat(DataFolderTest.openToOthers(data.root())).isEmpty();
            var process = ProcessHandle.of(redis.pid()).orElseThrow();
            assertThat(process.info().commandLine().orElse(""))
                    .doesNotContain(URI.create(redis.url()).getUserInfo().substring(1));
        }
    }

    @Test
    void endsTheServerOfAKilledRunByItsRecordAndKeepsItsData() throws Exception {
        var left = abandoned();
        Files.delete(data.secretFile("redis.conf"));
        try (var redis = start()) {
            assertThat(left.isAlive()).isFalse();
            assertThat(holds(redis, "before")).isTrue();
        }
    }

    @Test
    void findsTheServerByItsPasswordWithoutARecord() throws Exception {
        var left = abandoned();
        Files.delete(data.redis().resolve("redis.process"));
        try (var redis = start()) {
            assertThat(left.isAlive()).isFalse();
            assertThat(holds(redis, "before")).isTrue();
        }
    }

    @Test
    void leavesAnotherProcessWithTheSameNumberAlone() throws Exception {
        var left = abandoned();
        left.destroyForcibly();
        left.onExit().get();
        var record = data.redis().resolve("redis.process");
        var lines = Files.readAllLines(record);
        var another = new ProcessBuilder(lines.get(2), "--port", Integer.toString(Ports.free()), "--bind", "127.0.0.1")
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Files.writeString(data.redis().resolve("redis.pid"), another.pid() + "\n");
            // after so long that the number went round
            Files.writeString(record, another.pid() + "\n2026-01-01T00:00:00Z\n" + lines.get(2) + "\n");
            try (var redis = start()) {
                assertThat(holds(redis, "before")).isTrue();
                assertThat(another.isAlive()).isTrue();
            }
        } finally {
            another.destroyForcibly().waitFor();
        }
    }

    @Test
    void sendsNoUsablePasswordToAnotherServerOnItsPort() throws Exception {
        var left = abandoned();
        left.destroyForcibly();
        left.onExit().get();
        Files.delete(data.redis().resolve("redis.process"));
        var port = Files.readString(data.secretFile("redis.conf")).replaceAll("(?s).*\nport (\\d+)\n.*", "$1");
        try (var stranger = new ServerSocket(Integer.parseInt(port), 10, InetAddress.getLoopbackAddress())) {
            var heard = new ByteArrayOutputStream();
            var listener = new Thread(() -> hear(stranger, heard));
            listener.setDaemon(true);
            listener.start();
            try (var redis = start()) {
                assertThat(redis.url()).doesNotContain(":" + port + "/");
                var password = URI.create(redis.url()).getUserInfo().substring(1);
                assertThat(heard.toString(StandardCharsets.UTF_8))
                        .contains("AUTH")
                        .doesNotContain(password);
            }
        }
    }

    /** A fake server that replies OK to everything to get more commands. */
    private static void hear(ServerSocket stranger, ByteArrayOutputStream heard) {
        while (!stranger.isClosed()) {
            try (var socket = stranger.accept()) {
                var buffer = new byte[1000];
                for (var read = socket.getInputStream().read(buffer);
                        read > 0;
                        read = socket.getInputStream().read(buffer)) {
                    heard.write(buffer, 0, read);
                    socket.getOutputStream().write("+OK\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // the other side, or this test, is at its end
            }
        }
    }

    private ManagedRedis start() throws Exception {
        return ManagedRedis.start("", data, messages::add);
    }

    /** A Redis with an entry that its run no longer manages. */
    private ProcessHandle abandoned() throws Exception {
        var process = ManagedRedis.launch(RedisBinary.choose("", data, List.of()), data, Ports.free());
        try (var redis = new Jedis(URI.create(process.address().url()))) {
            redis.set("before", "1");
        }
        return ProcessHandle.of(process.pid()).orElseThrow();
    }

    private static void write(ManagedRedis redis, String key) throws Exception {
        try (var client = new Jedis(URI.create(redis.url()))) {
            client.set(key, "1");
            // data that is a second old is on disk
            client.bgrewriteaof();
            Eventually.within(
                    PATIENCE,
                    () -> client.info("persistence").contains("aof_rewrite_in_progress:0")
                            && client.info("persistence").contains("aof_rewrite_scheduled:0"));
        }
    }

    private static boolean holds(ManagedRedis redis, String key) {
        try (var client = new Jedis(URI.create(redis.url()))) {
            return client.exists(key);
        } catch (JedisException e) {
            return false;
        }
    }

    private static void kill(long pid) throws Exception {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
}
