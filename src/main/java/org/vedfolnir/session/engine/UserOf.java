package org.vedfolnir.session.engine;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.SessionDocument;

/** Returns the user of a session document. */
@FunctionalInterface
public interface UserOf {

    /** @return null if nobody is signed in */
    @Nullable
    String of(SessionDocument document);
}
