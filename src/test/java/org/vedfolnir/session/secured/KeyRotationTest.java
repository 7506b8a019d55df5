package org.vedfolnir.session.secured;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.session.store.redis.RedisStore;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Crowd;

/** Keys in a file are replaced while two nodes serve. */
class KeyRotationTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String OLD = KeyRing.generate();
    private static final String NEW = KeyRing.generate().replaceFirst("k1", "k2");
    private static final int VISITORS = 6;

    private Path directory = Path.of(".");
    private Path file = directory;
    private Node a;
    private Node b;

    @BeforeEach
    void start(@TempDir Path fresh) throws Exception {
        directory = fresh;
        file = Files.writeString(directory.resolve("keys"), OLD);
        a = node();
        b = node();
    }

    private Node node() throws Exception {
        var environment = Map.of("SESSION_ENCRYPTION_KEYS_FILE", file.toString());
        var manager = new VedfolnirSessionManager(RedisStore::new, environment::get);
        manager.setRedisUrl(REDIS.url());
        return new Node(manager);
    }

    @AfterEach
    void stop() throws Exception {
        a.close();
        b.close();
    }

    @Test
    void losesNoSessionAndNoResponseWhileAKeyIsReplacedUnderLoad() throws Exception {
        var over = new AtomicBoolean();
        var answers = new AtomicInteger();
        var people = new ConcurrentLinkedQueue<Browser>();
        var reader = new Browser();
        reader.get(a, "/set?name=color&value=blue");
        people.add(reader);
        var traffic = Crowd.of(VISITORS, each -> {
            var mine = new Browser();
            mine.get(a, "/create");
            people.add(mine);
            for (var i = 0; !over.get(); i++) {
                var written = mine.get(i % 2 == 0 ? a : b, "/write?name=n&value=" + i);
                var read = mine.get(i % 2 == 0 ? b : a, "/get?name=n");
                assertThat(written.statusCode()).isEqualTo(200);
                assertThat(read.body()).isEqualTo("" + i);
                answers.incrementAndGet();
            }
        });
        try {
            under(answers, () -> {});
            under(answers, () -> rotate(OLD + "," + NEW));
            under(answers, () -> rotate(NEW + "," + OLD));
            assertThat(reader.get(b, "/get?name=color").body()).isEqualTo("blue");
            under(answers, () -> {});
            assertThat(people).hasSize(VISITORS + 1).allSatisfy(each -> assertThat(header(each))
                    .contains("\"kid\":\"k2\""));
            under(answers, () -> rotate(NEW));
        } finally {
            over.set(true);
        }
        traffic.join();

        assertThat(reader.get(a, "/get?name=color").body()).isEqualTo("blue");
        assertThat(reader.get(b, "/get?name=color").body()).isEqualTo("blue");
    }

    /** Continues after some more responses. */
    private static void under(AtomicInteger answers, Rotation rotation) throws Exception {
        rotation.run();
        var next = answers.get() + 10 * VISITORS;
        Eventually.within(Duration.ofSeconds(20), () -> answers.get() >= next);
    }

    @FunctionalInterface
    private interface Rotation {
        void run() throws IOException;
    }

    /** As the container does every few seconds. */
    private void rotate(String keys) throws IOException {
        replace(keys);
        a.manager().backgroundProcess();
        b.manager().backgroundProcess();
    }

    /** Replaces the file, since a node could read half of a file that is written in place. */
    private void replace(String keys) throws IOException {
        var next = Files.writeString(directory.resolve("keys.next"), keys);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String header(Browser visitor) {
        var sealed = REDIS.value(Cluster.key(visitor));
        var header = sealed.replaceFirst(".*\"protected\":\"([^\"]+)\".*", "$1");
        return new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8);
    }

    @Test
    void rereadsTheFileForAnUnknownKey() throws Exception {
        replace(NEW + "," + OLD);
        a.manager().backgroundProcess();
        var visitor = new Browser();
        visitor.get(a, "/set?name=color&value=blue");

        assertThat(header(visitor)).contains("\"kid\":\"k2\"");
        assertThat(visitor.get(b, "/get?name=color").body()).isEqualTo("blue");
    }

    @Test
    void resealsASessionThatIsOnlyRead() throws Exception {
        var visitor = new Browser();
        visitor.get(a, "/set?name=color&value=blue");

        rotate(NEW + "," + OLD);
        visitor.get(b, "/get?name=color");
        rotate(NEW);

        assertThat(visitor.get(a, "/get?name=color").body()).isEqualTo("blue");
    }

    @Test
    void opensNoDocumentOfARemovedKeyEvenIfCached() throws Exception {
        var visitor = new Browser();
        visitor.get(a, "/set?name=color&value=blue");

        rotate(NEW);

        assertThat(visitor.get(a, "/get?name=color").body()).isEqualTo("no session");
        assertThat(visitor.get(b, "/get?name=color").body()).isEqualTo("no session");
    }

    @Test
    void ignoresAWrongFile() throws Exception {
        var visitor = new Browser();
        visitor.get(a, "/set?name=color&value=blue");

        rotate("k2:this-is-no-key");
        Files.delete(file);
        a.manager().backgroundProcess();

        assertThat(visitor.get(a, "/write?name=color&value=red").body()).isEqualTo("set");
        assertThat(visitor.get(b, "/get?name=color").body()).isEqualTo("red");
        assertThat(header(visitor)).contains("\"kid\":\"k1\"");
    }

    /** As Kubernetes replaces a mounted secret. */
    @Test
    void followsALinkToAnotherDirectory() throws Exception {
        var first = Files.createDirectory(directory.resolve("..1"));
        var second = Files.createDirectory(directory.resolve("..2"));
        Files.writeString(first.resolve("keys"), OLD);
        Files.writeString(second.resolve("keys"), NEW + "," + OLD);
        Files.createSymbolicLink(directory.resolve("..data"), first);
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("..data", "keys"));
        a.manager().backgroundProcess();

        Files.createSymbolicLink(directory.resolve("..next"), second);
        Files.move(
                directory.resolve("..next"),
                directory.resolve("..data"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        a.manager().backgroundProcess();

        var visitor = new Browser();
        visitor.get(a, "/create");
        assertThat(header(visitor)).contains("\"kid\":\"k2\"");
    }
}
