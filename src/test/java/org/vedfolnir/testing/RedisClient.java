package org.vedfolnir.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Sends commands to a Redis on this machine, independent of the code under test, each conversation on its own connection. Thread-safe. */
public final class RedisClient {

    private static final int TIMEOUT_MS = 5000;

    private RedisClient() {}

    /** The reply to one command as text: null for nil, elements of an array line by line, an error with its message. */
    public static @Nullable String ask(int port, String... words) {
        return askLast(port, bytes(words));
    }

    /** The reply to the second of two commands on one connection. */
    public static @Nullable String askThen(int port, String[] first, String... second) {
        return askLast(port, bytes(first), bytes(second));
    }

    /** The reply to the last of several commands on one connection. */
    public static @Nullable String askLast(int port, byte[][]... commands) {
        try (var client = new Jedis("127.0.0.1", port, TIMEOUT_MS)) {
            String last = null;
            for (var words : commands) {
                last = answer(client, words);
            }
            return last;
        } catch (JedisConnectionException e) {
            throw new AssertionError("Redis did not reply to a test's own command.", e);
        }
    }

    private static @Nullable String answer(Jedis client, byte[][] words) {
        try {
            return text(client.sendCommand(() -> words[0], Arrays.copyOfRange(words, 1, words.length)));
        } catch (JedisDataException e) {
            return e.getMessage();
        }
    }

    private static @Nullable String text(@Nullable Object answer) {
        if (answer instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (answer instanceof List<?> elements) {
            return elements.stream()
                    .map(element -> String.valueOf(text(element)))
                    .collect(Collectors.joining("\n"));
        }
        return answer == null ? null : answer.toString();
    }

    public static byte[][] bytes(String... words) {
        return Arrays.stream(words)
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }
}
