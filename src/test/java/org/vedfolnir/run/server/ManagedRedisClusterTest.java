package org.vedfolnir.run.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.DataFolderTest;
import org.vedfolnir.run.system.Ports;
import org.vedfolnir.run.system.StartupException;
import org.vedfolnir.session.store.Eventually;

/** The Redis Cluster of a run: it is made once and found again, and survives the death of a master. */
class ManagedRedisClusterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY = "kept";

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
    void restartsWithItsDataOnOtherPorts() throws Exception {
        Map<Integer, String> before;
        try (var cluster = start()) {
            assertThat(cluster.masters()).hasSize(3);
            assertThat(cluster.view()).hasSize(6);
            write(cluster);
            before = ids(cluster);
            assertThat(DataFolderTest.openToOthers(data.root())).isEmpty();
        }
        try (var cluster = start()) {
            assertThat(holds(cluster)).isTrue();
            assertThat(ids(cluster).values())
                    .as("the same servers")
                    .containsExactlyInAnyOrderElementsOf(before.values());
            assertThat(ids(cluster)).as("a port may be another program's now").isNotEqualTo(before);
        }
        assertThat(messages).isEmpty();
    }

    @Test
    void promotesTheReplicaOfADeadMasterWhichReturnsAsAReplica() throws Exception {
        try (var cluster = start()) {
            write(cluster);
            var master = master(cluster);

            master.kill();

            Eventually.within(PATIENCE, () -> !messages.isEmpty() && cluster.isReplica(master));
            assertThat(messages)
                    .singleElement()
                    .asString()
                    .startsWith(master.place().title() + " ended unexpectedly (exit code 137; ");
            assertThat(master(cluster)).isNotSameAs(master);
            assertThat(holds(cluster)).isTrue();
        }
        assertThat(messages).as("messages, with none about the intended end").hasSize(1);
    }

    @Test
    void endsTheServersOfAKilledRunAndKeepsTheirData() throws Exception {
        var left = start();
        write(left);
        var processes = left.servers().stream()
                .map(server -> ProcessHandle.of(server.pid()).orElseThrow())
                .toList();
        left.expectEnd(); // not managed any more
        try (var cluster = start()) {
            assertThat(processes).noneMatch(ProcessHandle::isAlive);
            assertThat(holds(cluster)).isTrue();
        }
    }

    /** A process that could send messages on the bus would claim the slots, and nodes would send it their password. */
    @Test
    void rejectsBusConnectionsWithoutItsCertificate() throws Exception {
        try (var cluster = start();
                var stranger = (SSLSocket) ClusterCertificate.last(data)
                        .orElseThrow()
                        .sockets()
                        .createSocket(
                                "127.0.0.1", Ports.bus(cluster.servers().get(0).port()))) {
            stranger.setSoTimeout((int) PATIENCE.toMillis());
            assertThatThrownBy(() -> {
                        stranger.startHandshake();
                        stranger.getInputStream().read();
                    })
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("certificate_required");
        }
    }

    @Test
    void repeatsAnInterruptedStart() throws Exception {
        var half = RedisFiles.inCluster(data, 1).folder();
        Files.createDirectories(half);
        Files.writeString(half.resolve(ClusterFolder.NODES), "0123456789 half a li");
        try (var cluster = start()) {
            assertThat(cluster.masters()).hasSize(3);
        }
    }

    @Test
    void reportsAServerThatLostItsState() throws Exception {
        start().close();
        var file = RedisFiles.inCluster(data, 2).folder().resolve(ClusterFolder.NODES);
        Files.delete(file);

        assertThatThrownBy(this::start)
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll(file.toString(), "move the folder " + data.cluster() + " away");
    }

    private ManagedRedisCluster start() throws Exception {
        return ManagedRedisCluster.start("", data, messages::add);
    }

    private static Map<Integer, String> ids(ManagedRedisCluster cluster) {
        var ids = new HashMap<Integer, String>();
        cluster.view().forEach(node -> ids.put(node.port(), node.id()));
        return ids;
    }

    private static SupervisedRedis master(ManagedRedisCluster cluster) {
        return cluster.masterOf(cluster.slot(KEY));
    }

    /** Returns when its replica has it too. */
    private static void write(ManagedRedisCluster cluster) {
        master(cluster).query(redis -> {
            redis.set(KEY, "1");
            assertThat(redis.waitReplicas(1, PATIENCE.toMillis())).isEqualTo(1);
            return KEY;
        });
    }

    private static boolean holds(ManagedRedisCluster cluster) {
        return master(cluster).query(redis -> redis.exists(KEY));
    }
}
