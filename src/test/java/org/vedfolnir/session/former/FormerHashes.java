package org.vedfolnir.session.former;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.redisson.client.codec.Codec;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.RedisClient;

/** Hashes of sessions as redisson-tomcat and Spring Session write them, each value by the real library. */
public final class FormerHashes {

    private FormerHashes() {}

    /** The fields of redisson-tomcat, in the codec of its client. */
    public static Map<String, byte[]> redisson(
            Codec codec, long created, long last, int idleSeconds, Map<String, ?> attributes) {
        var values = new LinkedHashMap<String, Object>(attributes);
        values.put("session:creationTime", created);
        values.put("session:lastAccessedTime", created);
        values.put("session:thisAccessedTime", last);
        values.put("session:maxInactiveInterval", idleSeconds);
        values.put("session:isValid", true);
        values.put("session:isNew", false);
        var fields = new LinkedHashMap<String, byte[]>();
        values.forEach((name, value) -> fields.put(name, encoded(codec, value)));
        return fields;
    }

    public static byte[] encoded(Codec codec, Object value) {
        try {
            var buffer = codec.getMapValueEncoder().encode(value);
            var bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes);
            buffer.release();
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of Spring Session, whose default serializer is Java's. */
    public static Map<String, byte[]> spring(long created, long last, int idleSeconds, Map<String, ?> attributes) {
        var fields = new LinkedHashMap<String, byte[]>();
        fields.put("creationTime", serialized(created));
        fields.put("lastAccessedTime", serialized(last));
        fields.put("maxInactiveInterval", serialized(idleSeconds));
        attributes.forEach((name, value) -> fields.put("sessionAttr:" + name, serialized(value)));
        return fields;
    }

    public static byte[] serialized(Object value) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Stores a hash that lives for an hour. */
    public static void put(RealRedis redis, String key, Map<String, byte[]> fields) {
        var words = new ArrayList<>(List.of(RedisClient.bytes("HSET", key)));
        fields.forEach((name, value) -> {
            words.add(name.getBytes(StandardCharsets.UTF_8));
            words.add(value);
        });
        RedisClient.askLast(redis.port(), words.toArray(byte[][]::new), RedisClient.bytes("PEXPIRE", key, "3600000"));
    }
}
