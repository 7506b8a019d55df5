package org.vedfolnir.session.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.document.seal.KeyRingTest;

/** A program in another language, with only its standard library, reads session documents. Runs if Node is installed. */
@Tag("nodejs")
class NodeReaderTest {

    private static final Path FIXTURES = Path.of("src", "test", "resources", "format", "1");
    private static final String KEY = "vedfolnir:session:" + "A".repeat(64);
    private static final String KEYS = "other:" + KeyRingTest.key(1) + ",fixture:" + KeyRingTest.key(9);

    private record Answer(int status, String out, String error) {}

    private static Answer read(String stored, String redisKey) throws Exception {
        var process = new ProcessBuilder("node", "src/test/node/read-session.mjs", redisKey, KEYS).start();
        try (var in = process.getOutputStream()) {
            in.write(stored.getBytes(StandardCharsets.UTF_8));
        }
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), out, error);
    }

    private static String fixture(String name) throws Exception {
        return Files.readString(FIXTURES.resolve(name));
    }

    @Test
    void readsTheSameSessionFromPlainAndSealedDocuments() throws Exception {
        var plain = read(fixture("plain.json"), KEY);
        var sealed = read(fixture("sealed.json"), KEY);

        assertThat(plain.error()).isEmpty();
        assertThat(plain.out())
                .startsWith("{\"user_id\":1,\"username\":\"admin \u00fc \uD83D\uDE00\",\"active\":true,\"ratio\":0.5,")
                .contains("\"_version\":\"an attribute of a reserved name\"");
        assertThat(sealed).isEqualTo(plain);
        assertThat(read(fixture("sealed-wrapped-key.json"), KEY)).isEqualTo(plain);
    }

    @Test
    void decompressesACompressedDocument() throws Exception {
        assertThat(read(fixture("compressed.json"), KEY).out()).contains("\"large\":\"large large ");
        assertThat(read(fixture("compressed-wrapped-key.json"), KEY).out()).contains("\"large\":\"large large ");
    }

    @Test
    void rejectsMovedOrChangedDocuments() throws Exception {
        var moved = read(fixture("sealed.json"), KEY + "x");
        assertThat(moved.status()).isEqualTo(1);
        assertThat(moved.error()).contains("another key of Redis");

        var changed = read(fixture("sealed.json").replace("\"_version\":7", "\"_version\":8"), KEY);
        assertThat(changed.status()).isEqualTo(1);
        assertThat(changed.out()).isEmpty();
    }
}
