package org.vedfolnir.session.cli.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reply of Redis. Immutable, except for the bytes, which must not be changed. */
public sealed interface RedisReply {

    /** @param bytes a status or a value */
    record Text(byte[] bytes) implements RedisReply {}

    record Number(long value) implements RedisReply {}

    /** There is no such value. */
    record Absent() implements RedisReply {}

    record Several(List<RedisReply> elements) implements RedisReply {}

    /** @param message begins with its kind, as in {@code NOPERM} */
    record Failed(String message) implements RedisReply {}

    /** Returns the reply as text; null if it has none. */
    default @Nullable String text() {
        if (this instanceof Text text) {
            return new String(text.bytes(), StandardCharsets.UTF_8);
        }
        return this instanceof Number number ? Long.toString(number.value()) : null;
    }

    /** Returns the elements of an array; none for any other reply. */
    default List<RedisReply> elements() {
        return this instanceof Several several ? several.elements() : List.of();
    }

    /** Returns a number; 0 for a reply that is none. */
    default long number() {
        var text = text();
        return text != null && text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** Whether it is an error that begins so. */
    default boolean isError(String kind) {
        return this instanceof Failed failed && failed.message().startsWith(kind);
    }
}
