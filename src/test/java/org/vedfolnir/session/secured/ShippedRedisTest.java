package org.vedfolnir.session.secured;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.ShippedRedis;

/** With the files of server-config/redis as an operator installs them, Redis starts and a node can do all that it must. */
class ShippedRedisTest {

    @TestFactory
    Stream<DynamicTest> runsANodeWithTheShippedFiles(@TempDir Path temporary) throws Exception {
        return ShippedRedis.programs(temporary).stream()
                .map(program -> DynamicTest.dynamicTest(program.toString(), () -> works(program, temporary)));
    }

    private static void works(Path program, Path temporary) throws Exception {
        var folder = temporary.resolve("of-" + Math.abs(program.hashCode()));
        try (var redis = ShippedRedis.start(program, folder)) {
            try (var node = new Node(redis.url(), "", manager -> {
                Node.recording(manager);
                manager.setRedisTrustStore(redis.authority().toString());
                // long enough for a handshake on a busy machine
                manager.setCommandTimeout("900ms");
            })) {
                LeastRightsTest.doAllThatANodeMust(node, redis::exists);
            }
            assertThat(redis.refusals()).isEmpty();
        }
    }
}
