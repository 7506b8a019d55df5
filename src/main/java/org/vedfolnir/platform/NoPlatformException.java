package org.vedfolnir.platform;

/**
 * No connection is current where one is needed. {@link NoPlatformFilter} leads the user to the list of connections.
 */
public final class NoPlatformException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NoPlatformException() {
        super(
                "No platform connection is current. Let the person choose one, or ask PlatformContext.current() first.",
                null,
                false,
                false);
    }
}
