package org.vedfolnir.platform;

import java.util.Locale;

/** The software of the server. The names are stored, in lower case in the session. */
public enum PlatformType {
    MASTODON,
    PIXELFED;

    /** The name in the session document. */
    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String getLabel() {
        return name().charAt(0) + stored().substring(1);
    }
}
