package org.vedfolnir.platform;

import java.util.Objects;

/**
 * A connection as a session stores it: four consistent fields. Immutable.
 *
 * @param type as stored, {@code mastodon} or {@code pixelfed}
 */
public record Platform(long id, String name, String type, String instanceUrl) {

    static Platform of(PlatformConnection connection) {
        return new Platform(
                Objects.requireNonNull(connection.getId(), "The connection has no id yet. Store it first."),
                connection.getName(),
                connection.getType().stored(),
                connection.getInstanceUrl());
    }
}
