package org.vedfolnir.platform;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.instance.InstanceAddress;

/**
 * The validated input for a connection.
 *
 * @param token null to keep the stored one
 */
record PlatformDetails(
        String name,
        PlatformType type,
        InstanceAddress instance,
        @Nullable String token,
        boolean active) {

    /** Hides the token, which the default text of a record would show. */
    @Override
    public String toString() {
        return "PlatformDetails[" + name + ", " + type + ", " + instance + "]";
    }
}
