package org.vedfolnir.session.engine;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.SaveResult;

/** A change that can be laid over any version of a document, and be saved. Used by one thread at a time. */
public interface VersionedChange<E extends Exception> {

    /** The next version: null when that one cannot be changed, the very same document when it needs no change. */
    @Nullable
    SessionDocument over(SessionDocument base) throws UnreadableDocumentException, E;

    /**
     * Sends the next version to the store, and keeps this node's copies in step with what the store answers.
     *
     * @param tag of the base; {@link DocumentTag#NONE} when it is not known
     * @param next what {@link #over} made of the base
     */
    SaveResult save(SessionDocument base, DocumentTag tag, SessionDocument next) throws E;
}
