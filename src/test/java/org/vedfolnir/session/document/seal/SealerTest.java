package org.vedfolnir.session.document.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.document.json.JsonReader;
import org.vedfolnir.session.document.json.JsonWriter;

/** Sealing keeps its ciphers: what that costs, and that one which met a forged text harms no later one. */
class SealerTest {

    private static final int CALLS = 500;
    /** As long as a session of the benchmark. */
    private static final byte[] PLAIN = "{\"name\":\"value\"} ".repeat(34).getBytes(StandardCharsets.UTF_8);

    private final Sealer sealer = new Sealer(KeySource.of(KeyRing.parse("k1:" + KeyRingTest.key(1))));

    @Test
    void createsNoCipherForEachSession() {
        assertThat(allocatedBy(this::seal)).as("bytes of one sealing").isLessThan(8_000);
    }

    @Test
    void opensAfterAForgedText() throws Exception {
        var sealed = seal();
        for (var i = 0; i < 40; i++) { // more than are kept
            var forged = JsonReader.members(sealed.replaceFirst("\"tag\":\"...", "\"tag\":\"AAA"));
            assertThatThrownBy(() -> sealer.open(forged, "here", SealerTest::claims))
                    .isInstanceOf(UnreadableDocumentException.class);
        }

        assertThat(sealer.open(JsonReader.members(seal()), "here", SealerTest::claims))
                .isEqualTo(PLAIN);
        assertThat(sealer.open(JsonReader.members(sealed), "here", SealerTest::claims))
                .isEqualTo(PLAIN);
    }

    private String seal() {
        return sealer.seal(PLAIN, claims(Sealer.place("here")), new JsonWriter(1024).raw("{\"a\":1,"))
                .toString();
    }

    private static String claims(String place) {
        return "\"ses\":\"" + place + "\"";
    }

    /** Bytes of heap for one call. */
    private static long allocatedBy(Runnable call) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var bytes = 0L;
        for (var round = 0; round < 3; round++) { // the first ones load classes
            var before = threads.getCurrentThreadAllocatedBytes();
            for (var i = 0; i < CALLS; i++) {
                call.run();
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        return bytes / CALLS;
    }
}
