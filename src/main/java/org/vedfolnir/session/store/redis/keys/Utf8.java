package org.vedfolnir.session.store.redis.keys;

import java.nio.charset.StandardCharsets;

/** Encodes texts and numbers for Redis. Stateless. */
public final class Utf8 {

    private Utf8() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] bytes(long number) {
        return bytes(Long.toString(number));
    }
}
