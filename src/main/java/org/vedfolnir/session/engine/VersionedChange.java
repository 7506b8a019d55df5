package org.vedfolnir.session.engine;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.SaveResult;

/** A change that can be applied to any version of a document and saved. Used by one thread at a time. */
public interface VersionedChange<E extends Exception> {

    /** Returns the next version: null if this one cannot be changed, the same instance if it needs no change. */
    @Nullable
    SessionDocument over(SessionDocument base) throws UnreadableDocumentException, E;

    /**
     * Sends the next version to the store, and updates this node's copies according to the reply.
     *
     * @param tag of the base; {@link DocumentTag#NONE} if unknown
     * @param next the result of {@link #over} for the base
     */
    SaveResult save(SessionDocument base, DocumentTag tag, SessionDocument next) throws E;
}
