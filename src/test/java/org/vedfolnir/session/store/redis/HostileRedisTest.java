package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.internal.PlatformDependent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/** Whatever a hostile server replies (CVE-2023-42809), the node runs no code of it, fills no memory, and ends no session. */
class HostileRedisTest {

    private static final long MEGABYTE = 1024 * 1024;

    /** Records whether an object of this class is deserialized. */
    static final class Canary implements Serializable {

        private static final long serialVersionUID = 1;
        static boolean sang;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            sang = true;
        }
    }

    static Stream<Arguments> answers() throws IOException {
        return Stream.of(
                Arguments.of("a serialized object", bulk(serialized()), false, false),
                Arguments.of(
                        "one as an element",
                        join("*1\r\n".getBytes(StandardCharsets.US_ASCII), bulk(serialized())),
                        false,
                        false),
                Arguments.of("an endless value", ascii("$999999999999\r\n"), true, true),
                Arguments.of("an endless line", ascii("+"), true, true),
                Arguments.of("an endless error", ascii("-"), true, true),
                Arguments.of("2 GB announced", ascii("$2147483647\r\n"), false, true),
                Arguments.of("2 000 000 000 elements announced", ascii("*2000000000\r\n"), false, true),
                Arguments.of("arrays in arrays", ascii("*1\r\n".repeat(100_000)), false, true),
                Arguments.of("many arrays of many elements", ascii("*1000000\r\n".repeat(8)), false, true),
                Arguments.of("a negative length", ascii("$-2\r\n"), false, true),
                Arguments.of("a negative array", ascii("*-7\r\n"), false, true),
                Arguments.of("no length", ascii("$\r\n"), false, true),
                Arguments.of("a push of RESP 3", ascii(">3\r\n+message\r\n+a\r\n+b\r\n"), false, true),
                Arguments.of("another protocol", ascii("HTTP/1.1 200 OK\r\n\r\n"), false, true),
                Arguments.of("a number", ascii(":-7\r\n"), false, false),
                Arguments.of("a word", ascii("+OK\r\n"), false, false),
                Arguments.of("nothing", ascii("$-1\r\n"), false, false),
                Arguments.of("an array of numbers", ascii("*3\r\n:1\r\n:2\r\n:3\r\n"), false, false),
                Arguments.of("an empty array", ascii("*0\r\n"), false, false),
                Arguments.of("half an answer", ascii("*2\r\n:1\r\n:1\r\n"), false, false),
                Arguments.of(
                        "times that are none", ascii("*4\r\n$1\r\nx\r\n$1\r\ny\r\n:1\r\n$2\r\n{}\r\n"), false, false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void treatsEachMalformedReplyAsAnOutage(String what, byte[] answer, boolean endless, boolean breaks)
            throws Exception {
        var before = used();
        try (var hostile = new HostileRedis(answer, endless);
                var store = store(hostile.url())) {
            var id = TestWrite.newId();
            for (var i = 0; i < 3; i++) {
                assertThatThrownBy(() -> store.sessions().open(id, DocumentTag.NONE))
                        .isInstanceOf(StoreUnavailableException.class);
                assertThatThrownBy(() -> store.sessions().save(new TestWrite(id, 0).build()))
                        .isInstanceOf(StoreUnavailableException.class);
                assertThat(used() - before).as("additional bytes").isLessThan(64 * MEGABYTE);
            }
            assertThat(hostile.connections()).isPositive();
            if (breaks) {
                Eventually.within(Duration.ofSeconds(5), () -> hostile.broken() > 0);
            }
        }
        assertThat(Canary.sang).isFalse();
    }

    @Test
    void reportsNoSessionOnlyForTheReplyThatMeansIt() throws Exception {
        try (var hostile = new HostileRedis(ascii(":-1\r\n"), false);
                var store = store(hostile.url())) {
            Eventually.within(Duration.ofSeconds(10), () -> isGone(store));
        }
    }

    /** On a busy machine the first attempt may take too long. */
    private static boolean isGone(RedisStore store) {
        try {
            return store.sessions().open(TestWrite.newId(), DocumentTag.NONE).equals(new OpenResult.Gone());
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private static long used() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() + Math.max(0, PlatformDependent.usedDirectMemory());
    }

    private static RedisStore store(String url) {
        return new RedisStore(
                TestSettings.at(url).commandTimeout(Duration.ofMillis(60)).made());
    }

    private static byte[] serialized() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Canary());
        }
        return bytes.toByteArray();
    }

    private static byte[] bulk(byte[] value) {
        return join(join(ascii("$" + value.length + "\r\n"), value), ascii("\r\n"));
    }

    private static byte[] join(byte[] first, byte[] second) {
        var joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
