package org.vedfolnir.session.former;

import java.io.ObjectInputFilter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.former.encoding.JavaValues;
import org.vedfolnir.session.former.encoding.KryoValues;
import org.vedfolnir.session.former.encoding.ValueReader;

/**
 * Sessions of redisson-tomcat: the hash {@code [prefix:]redisson:tomcat_session:{id}}. An attribute is a field, and so
 * is each fact of the session, with {@code session:} in front of its name; both in the codec of its Redisson client. Of
 * those, Kryo 5 (the default since 3.19) and Java serialization can be read. Immutable.
 *
 * @param prefix {@code keyPrefix} of redisson-tomcat; empty for none
 * @param filter of classes
 * @param webapp returns the application's class loader
 */
public record RedissonTomcatFormat(
        String prefix, AttributeCodec codec, ObjectInputFilter filter, Supplier<ClassLoader> webapp)
        implements FormerFormat {

    private static final String CREATED = "session:creationTime";
    private static final String LAST = "session:lastAccessedTime";
    private static final String THIS = "session:thisAccessedTime";
    private static final String IDLE = "session:maxInactiveInterval";
    private static final String VALID = "session:isValid";
    /** True while an ended session waits until each node has notified its listeners. */
    private static final String ENDING = "session:isExpirationLocked";

    private static final String PRINCIPAL = "session:principal";
    private static final String AUTH_TYPE = "session:authtype";

    private static final Set<String> FACTS =
            Set.of(CREATED, LAST, THIS, IDLE, VALID, ENDING, PRINCIPAL, AUTH_TYPE, "session:isNew");

    @Override
    public Optional<String> key(String id) {
        if (id.contains("{") || id.contains("}")) {
            return Optional.empty(); // no id of Tomcat; it would move the key to another slot of a Redis Cluster
        }
        return Optional.of((prefix.isEmpty() ? "" : prefix + ":") + "redisson:tomcat_session:" + id);
    }

    @Override
    public Optional<FormerSession> read(Map<String, byte[]> fields) throws UnknownEncodingException {
        if (!fields.containsKey(CREATED) || !fields.containsKey(VALID)) {
            return Optional.empty();
        }
        var decoded = decoded(fields);
        var created = decoded.number(CREATED);
        var idle = decoded.number(IDLE);
        if (created == null || idle == null) {
            throw new UnknownEncodingException(
                    "The values of its sessions are neither in the encoding of Kryo5Codec nor"
                            + " of SerializationCodec. On each node with redisson-tomcat, set the codec of its Redisson"
                            + " configuration to !<org.redisson.codec.SerializationCodec> {}, and wait until the sessions of the"
                            + " former codec have ended.");
        }
        return decoded.isTrue(VALID) && !decoded.isTrue(ENDING)
                ? Optional.of(session(decoded, created, idle))
                : Optional.empty();
    }

    private DecodedFields decoded(Map<String, byte[]> fields) {
        if (JavaValues.isSerialized(fields.get(CREATED))) {
            return DecodedFields.of(fields, new JavaValues(codec, webapp));
        }
        // Its codec may mark repeated objects or not, and the bytes do not say which: values without marks do not fit a
        // reader that expects them, but texts with marks fit the other one.
        var marked = DecodedFields.of(fields, kryo(true));
        if (marked.unreadable().isEmpty()) {
            return marked;
        }
        var unmarked = DecodedFields.of(fields, kryo(false));
        return marked.unreadable().size() < unmarked.unreadable().size() ? marked : unmarked;
    }

    private ValueReader kryo(boolean references) {
        return new KryoValues(filter, webapp.get(), references);
    }

    private static FormerSession session(DecodedFields decoded, Number created, Number idle) {
        var attributes = new LinkedHashMap<>(decoded.values());
        attributes.keySet().removeAll(FACTS);
        return new FormerSession(
                Instant.ofEpochMilli(created.longValue()),
                Instant.ofEpochMilli(Math.max(time(decoded, LAST, created), time(decoded, THIS, created))),
                DecodedFields.idle(idle),
                attributes,
                decoded.unreadable(),
                decoded.values().get(PRINCIPAL),
                decoded.text(AUTH_TYPE));
    }

    private static long time(DecodedFields decoded, String name, Number otherwise) {
        var time = decoded.number(name);
        return (time == null ? otherwise : time).longValue();
    }
}
