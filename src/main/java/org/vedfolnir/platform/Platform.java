package org.vedfolnir.platform;

import java.util.Objects;

/**
 * A connection as a session holds it: the four fields, of one moment. Immutable.
 *
 * @param type as it is stored, {@code mastodon} or {@code pixelfed}
 */
public record Platform(long id, String name, String type, String instanceUrl) {

    static Platform of(PlatformConnection connection) {
        return new Platform(
                Objects.requireNonNull(connection.getId(), "The connection was never stored."),
                connection.getName(),
                connection.getType().stored(),
                connection.getInstanceUrl());
    }
}
