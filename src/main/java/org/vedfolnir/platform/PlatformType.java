package org.vedfolnir.platform;

import java.util.Locale;

/** Which software a connection's server runs. The names are stored, in lower case in the session. */
public enum PlatformType {
    MASTODON,
    PIXELFED;

    /** As it stands in the session's document. */
    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String getLabel() {
        return name().charAt(0) + stored().substring(1);
    }
}
