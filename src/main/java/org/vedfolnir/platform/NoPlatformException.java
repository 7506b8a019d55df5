package org.vedfolnir.platform;

/** An action needs a current connection, but there is none. {@link NoPlatformFilter} redirects the user to the list of connections. */
public final class NoPlatformException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NoPlatformException() {
        super(
                "No platform connection is current. Let the user choose one, or call PlatformContext.current() first.",
                null,
                false,
                false);
    }
}
