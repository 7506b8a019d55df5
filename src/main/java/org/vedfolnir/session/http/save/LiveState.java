package org.vedfolnir.session.http.save;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Authentication;

/** What a save reads from a live session, besides its attributes. Thread-safe. */
public interface LiveState {

    /** The id that the application sees. */
    String getIdInternal();

    /** The idle timeout in ms; 0 for none. */
    long idle();

    /** The user in its stored form; null if nobody is signed in. */
    @Nullable
    Authentication authentication();

    /** Returns the container's principal if it cannot be stored, otherwise null. */
    @Nullable
    Principal principalOfThisNode();

    /** Whether a FORM login was begun, changed or ended, and that is not saved. */
    boolean isLoginChanged();

    /** The pending FORM login in its stored form; null if there is none. */
    @Nullable
    String pendingLogin();

    /** @param login as a save wrote it */
    void loginSaved(@Nullable String login);
}
