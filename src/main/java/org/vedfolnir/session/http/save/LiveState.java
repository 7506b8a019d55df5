package org.vedfolnir.session.http.save;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Authentication;

/** What a save reads of a live session, beside its attributes. Thread-safe. */
public interface LiveState {

    /** What the application calls the session. */
    String getIdInternal();

    /** After how many ms without use it ends; 0 for never. */
    long idle();

    /** The user, as documents keep it; null for none. */
    @Nullable
    Authentication authentication();

    /** The principal of the container, where no store can have it. */
    @Nullable
    Principal principalOfThisNode();

    /** Whether a FORM login under way was begun, changed or ended and is not saved. */
    boolean isLoginChanged();

    /** A FORM login under way, as documents keep it; null for none. */
    @Nullable
    String pendingLogin();

    /** @param login what a save wrote */
    void loginSaved(@Nullable String login);
}
