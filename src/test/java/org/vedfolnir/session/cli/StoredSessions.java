package org.vedfolnir.session.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.Part;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.document.seal.KeySource;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.PartChanges;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.redis.RedisStore;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/** Sessions as a node stores them. */
final class StoredSessions implements AutoCloseable {

    private static final String PREFIX = "vedfolnir:session:";
    private static final int LARGE = 4096;

    private final RedisStore store;
    private final DocumentCodec codec;

    /** @param keys the setting encryptionKeys; empty for none */
    StoredSessions(TestSettings settings, String keys) {
        this.store = new RedisStore(settings.grace(Duration.ofSeconds(60)).made());
        this.codec = new DocumentCodec(KeySource.of(keys.isEmpty() ? KeyRing.none() : KeyRing.parse(keys)), "/");
    }

    RedisStore store() {
        return store;
    }

    /** @param idle its idle timeout in ms; 0 for never */
    SessionId create(String user, long idle, Map<String, String> attributes) {
        var id = TestWrite.newId();
        var handle = "%032x".formatted(id.value().hashCode() & 0xffffffffL);
        var inside = new LinkedHashMap<String, EncodedAttribute>();
        inside.put("user_id", new EncodedAttribute(null, '"' + user + '"'));
        var beside = new HashMap<String, Part>();
        var written = new HashMap<Integer, byte[]>();
        attributes.forEach((name, json) -> {
            var value = new EncodedAttribute(null, json);
            if (json.length() < LARGE) {
                inside.put(name, value);
            } else {
                var number = beside.size() + 1;
                beside.put(name, codec.parts().describe(number, value));
                written.put(number, codec.parts().encode(value, handle, number));
            }
        });
        var document = version(1, SessionDocument.begin(0, idle, handle, Instant.ofEpochMilli(store.now())))
                .withAttributes(inside, beside);
        var result = store.sessions().save(write(id, document, user, written));
        if (!(result instanceof SaveResult.Saved)) {
            throw new AssertionError("The session was not stored: " + result);
        }
        return id;
    }

    private static SessionDocument version(long version, SessionDocument of) {
        return new SessionDocument(
                version,
                of.until(),
                of.idle(),
                of.handle(),
                of.createdAt(),
                of.lastActivity(),
                null,
                null,
                of.attributes(),
                of.parts(),
                null);
    }

    private SessionWrite write(
            SessionId id, SessionDocument document, @Nullable String user, Map<Integer, byte[]> parts) {
        return new SessionWrite(
                id,
                null,
                0,
                DocumentTag.NONE,
                codec.encode(document, PREFIX + id.value()),
                document.idle(),
                document.until(),
                user,
                null,
                0,
                document.handle(),
                new PartChanges(parts, Set.of()),
                false,
                List.of());
    }

    @Override
    public void close() {
        store.close();
    }
}
