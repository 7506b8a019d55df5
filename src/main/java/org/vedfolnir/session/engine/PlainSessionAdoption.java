package org.vedfolnir.session.engine;

import java.util.Optional;
import java.util.function.Supplier;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.OriginalSessions;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.engine.cache.CachedDocument;
import org.vedfolnir.session.store.ForeignSessions;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;

/**
 * Takes over the sessions of the original application, which are stored as plain JSON at the same keys: its users stay
 * signed in. The first request with a session's cookie converts it in place; if several nodes try at once, one
 * succeeds. Thread-safe.
 *
 * @param fresh creates the first document of a session
 */
public record PlainSessionAdoption(
        ForeignSessions store, DocumentCodec codec, Supplier<SessionDocument> fresh, UserOf user) {

    /** Returns the document that is now stored at the key; empty if nothing was adopted, or if another node was faster. */
    Optional<CachedDocument> adopt(SessionId id, String boundTo) {
        var foreign = store.value(id);
        return foreign.flatMap(value -> OriginalSessions.adopt(value, fresh.get()))
                .flatMap(document -> inPlaceOf(foreign.orElseThrow(), document, id, boundTo));
    }

    private Optional<CachedDocument> inPlaceOf(byte[] foreign, SessionDocument document, SessionId id, String boundTo) {
        var encoded = codec.encode(document, boundTo);
        var write = SessionWrite.adopted(
                id, encoded, document.idle(), document.until(), user.of(document), document.handle());
        return store.adopt(foreign, write) ? Optional.of(CachedDocument.of(document, encoded)) : Optional.empty();
    }
}
