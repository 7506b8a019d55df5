package org.vedfolnir.platform;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A connection's id as pages send it. */
final class ConnectionId {

    private ConnectionId() {}

    /** Empty for what is none, whoever made it up. */
    static OptionalLong of(@Nullable String sent) {
        return sent != null && sent.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(sent)) : OptionalLong.empty();
    }
}
