package org.vedfolnir.platform;

import org.jspecify.annotations.Nullable;

/**
 * Fired in the request in which another connection becomes current in its session: after a switch, at the sign-in, and when the previous connection
 * was deleted or deactivated.
 *
 * @param before null if there was none
 * @param after null if there is none
 */
public record PlatformChanged(
        @Nullable Platform before, @Nullable Platform after) {}
