package org.vedfolnir.platform;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The id of a connection, as pages send it. */
final class ConnectionId {

    private ConnectionId() {}

    /** Empty for an invalid id. */
    static OptionalLong of(@Nullable String sent) {
        return sent != null && sent.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(sent)) : OptionalLong.empty();
    }
}
