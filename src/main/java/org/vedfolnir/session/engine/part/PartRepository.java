package org.vedfolnir.session.engine.part;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.Part;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.engine.cache.DocumentCache;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionStore;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** Reads attributes that are stored beside their document, when they are needed and not cached. Thread-safe. */
public final class PartRepository {

    private static final System.Logger LOG = System.getLogger(PartRepository.class.getName());
    /** How often a read finds the part replaced; each time another request saved in between. */
    private static final int TRIES = 5;

    private final SessionStore store;
    private final DocumentCodec codec;
    private final DocumentCache cache;
    private final String keyPrefix;
    private final MissingParts missing = new MissingParts(System::nanoTime);

    public PartRepository(SessionStore store, DocumentCodec codec, DocumentCache cache, String keyPrefix) {
        this.store = store;
        this.codec = codec;
        this.cache = cache;
        this.keyPrefix = keyPrefix;
    }

    /**
     * Returns the value of an attribute of a session: one round trip if it is not cached.
     *
     * @param read what the caller knows of the session. If the part has been replaced since, this reads the current
     *     document and uses its attribute
     * @return null if the session no longer has the attribute, or has it in a form that does not open
     * @throws StoreUnavailableException if the session ended or changed its id since it was opened, or if the store
     *     has lacked the part for less than {@link MissingParts#WHILE}. "Not set" would be wrong then, while the
     *     small attributes can still be read
     */
    @Nullable
    public EncodedAttribute read(SessionId id, SessionDocument read, String name) {
        var document = read;
        for (var i = 0; i < TRIES; i++) {
            var part = document.parts().get(name);
            if (part == null) {
                return document.attributes().get(name);
            }
            var value = value(id, document.handle(), part);
            if (value != null) {
                return value;
            }
            var current = current(id);
            document = current.orElseThrow(() -> goneMeanwhile(id));
        }
        checkMissing(id, document, name);
        LOG.log(
                System.Logger.Level.WARNING,
                "A large attribute of {0} does not open: it was changed or moved in the store. The session continues"
                        + " without it.",
                id);
        return null;
    }

    private void checkMissing(SessionId id, SessionDocument document, String name) {
        var part = document.parts().get(name);
        if (part != null
                && store.parts(id, List.of(part.number())).isEmpty()
                && missing.isNew(name(document.handle(), part))) {
            throw new StoreUnavailableException(
                    "A large attribute of " + id
                            + " is missing in the store, which names it. It is taken for lost when it is missing for "
                            + MissingParts.WHILE.toSeconds() + " s. Send the request again.",
                    Duration.ofSeconds(1),
                    null);
        }
    }

    private static StoreUnavailableException goneMeanwhile(SessionId id) {
        return new StoreUnavailableException(
                "The session " + id
                        + " ended, or got another id, while a request was reading its attributes. Send the request"
                        + " again.",
                Duration.ofSeconds(1),
                null);
    }

    private @Nullable EncodedAttribute value(SessionId id, String handle, Part part) {
        var cached = cache.get(id);
        var known = cached == null ? null : cached.value(part);
        if (known != null) {
            return known;
        }
        var stored = store.parts(id, List.of(part.number())).get(part.number());
        var value = stored == null ? null : opened(stored, handle, part);
        if (value != null) {
            cache.add(id, part, value);
            if (!missing.isEmpty()) {
                missing.found(name(handle, part));
            }
        }
        return value;
    }

    private static String name(String handle, Part part) {
        return handle + " " + part.digest();
    }

    private @Nullable EncodedAttribute opened(byte[] stored, String handle, Part part) {
        try {
            return codec.parts().decode(stored, handle, part);
        } catch (UnreadableDocumentException e) {
            return null;
        }
    }

    private Optional<SessionDocument> current(SessionId id) {
        return store.peek(id).flatMap(stored -> {
            try {
                return Optional.of(codec.decode(stored.document(), keyPrefix + id.value()));
            } catch (UnreadableDocumentException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * Returns the document with those of its parts inside that are not sealed with the current key, so that they are
     * resealed. Otherwise an old key would be needed as long as a session lives.
     */
    public SessionDocument reseal(SessionId id, SessionDocument document) {
        if (document.parts().values().stream().allMatch(codec.parts()::usesActiveKey)) {
            return document;
        }
        var inside = new LinkedHashMap<>(document.attributes());
        var beside = new HashMap<>(document.parts());
        document.parts().forEach((name, part) -> {
            var value = codec.parts().usesActiveKey(part) ? null : value(id, document.handle(), part);
            if (value != null) {
                inside.put(name, value);
                beside.remove(name);
            }
        });
        return beside.size() == document.parts().size() ? document : document.withAttributes(inside, beside);
    }

    /**
     * Ends a session; its attributes can still be read.
     *
     * @return the values of its parts by attribute name; empty if this call did not end it
     */
    public Optional<Map<String, EncodedAttribute>> end(SessionId id, NewEvent ended, SessionDocument document) {
        var cached = cache.get(id);
        var values = new HashMap<String, EncodedAttribute>();
        var wanted = new ArrayList<Integer>();
        document.parts().forEach((name, part) -> {
            var known = cached == null ? null : cached.value(part);
            if (known == null) {
                wanted.add(part.number());
            } else {
                values.put(name, known);
            }
        });
        return store.end(id, ended, wanted).map(stored -> {
            values.putAll(values(document, stored));
            return values;
        });
    }

    /** The values of a document's parts by attribute name, as far as they exist and open. */
    public Map<String, EncodedAttribute> values(SessionDocument document, Map<Integer, byte[]> stored) {
        var values = new HashMap<String, EncodedAttribute>();
        document.parts().forEach((name, part) -> {
            var bytes = stored.get(part.number());
            var value = bytes == null ? null : opened(bytes, document.handle(), part);
            if (value != null) {
                values.put(name, value);
            }
        });
        return values;
    }
}
