package org.vedfolnir.platform;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.instance.InstanceAddress;

/**
 * What a person enters of a connection, checked.
 *
 * @param token null to keep the one that is there
 */
record PlatformDetails(
        String name,
        PlatformType type,
        InstanceAddress instance,
        @Nullable String token,
        boolean active) {

    /** A record's own text would show the token. */
    @Override
    public String toString() {
        return "PlatformDetails[" + name + ", " + type + ", " + instance + "]";
    }
}
