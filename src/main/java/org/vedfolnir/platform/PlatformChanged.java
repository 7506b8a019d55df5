package org.vedfolnir.platform;

import org.jspecify.annotations.Nullable;

/**
 * Fired in the request in which another connection becomes current in its session: after a switch, at the sign-in, and when the one before was
 * deleted or deactivated.
 *
 * @param before null when none was current
 * @param after null when none is
 */
public record PlatformChanged(
        @Nullable Platform before, @Nullable Platform after) {}
