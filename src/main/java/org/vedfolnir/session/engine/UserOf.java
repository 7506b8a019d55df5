package org.vedfolnir.session.engine;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.SessionDocument;

/** Whose session a document is. */
@FunctionalInterface
public interface UserOf {

    /** Null for nobody's. */
    @Nullable
    String of(SessionDocument document);
}
