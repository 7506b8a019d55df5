package org.vedfolnir.session.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.OriginalSessions;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.engine.cache.CachedDocument;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.ForeignSessions;
import org.vedfolnir.session.store.PartChanges;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;

/**
 * Takes over the sessions of the original application, which lie as plain JSON at the same keys: who was signed in there is signed in
 * here. Each is turned into a document in place when its cookie first comes, by one node whichever come at once. Thread-safe.
 *
 * @param fresh what a session begins with here
 */
public record PlainSessionAdoption(
        ForeignSessions store, DocumentCodec codec, Supplier<SessionDocument> fresh, UserOf user) {

    /** The document that now lies at the key; empty when nothing was adopted, or another node was faster. */
    Optional<CachedDocument> adopt(SessionId id, String boundTo) {
        var foreign = store.value(id);
        return foreign.flatMap(value -> OriginalSessions.adopt(value, fresh.get()))
                .flatMap(document -> inPlaceOf(foreign.orElseThrow(), document, id, boundTo));
    }

    private Optional<CachedDocument> inPlaceOf(byte[] foreign, SessionDocument document, SessionId id, String boundTo) {
        var encoded = codec.encode(document, boundTo);
        var write = new SessionWrite(
                id,
                null,
                0,
                DocumentTag.NONE,
                encoded,
                document.idle(),
                document.until(),
                user.of(document),
                null,
                0,
                document.handle(),
                PartChanges.NONE,
                false,
                List.of());
        return store.adopt(foreign, write) ? Optional.of(CachedDocument.of(document, encoded)) : Optional.empty();
    }
}
