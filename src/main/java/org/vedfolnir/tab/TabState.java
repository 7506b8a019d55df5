package org.vedfolnir.tab;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.platform.PlatformContext;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.SessionStatus;

/** The state of a session for its tabs, as JSON. For one request of a signed-in user. */
@RequestScoped
class TabState {

    @Inject
    SessionRegistry registry;

    @Inject
    SessionContext session;

    @Inject
    PlatformContext platform;

    /**
     * {@code {"authenticated":true,"version":3,"expires_in":7100,"user":{"id":1,"name":"ann","role":"admin"},
     * "platform":{"id":2,"name":"…","type":"mastodon","instance_url":"https://…"}}}. {@code version} changes with every change of
     * the session; {@code expires_in} is in seconds, null for never; {@code platform} is null when none is current.
     */
    JsonObject json() {
        var facts = registry.current()
                .orElseThrow(() -> new IllegalStateException(
                        "This request has no session. Remove the path from the public paths."));
        return Json.createObjectBuilder()
                .add("authenticated", true)
                .add("version", facts.version())
                .add("expires_in", expiresIn())
                .add("user", user())
                .add("platform", platform())
                .build();
    }

    /** From the store: this request may have moved the expiry that the session knew when the request began. */
    private JsonValue expiresIn() {
        return registry.follow()
                .map(session -> registry.statuses(List.of(session)).get(0))
                .filter(SessionStatus.Live.class::isInstance)
                .flatMap(live -> ((SessionStatus.Live) live).left())
                .<JsonValue>map(left -> Json.createValue(left.toSeconds()))
                .orElse(JsonValue.NULL);
    }

    private JsonValue user() {
        return Json.createObjectBuilder()
                .add("id", session.requireUserId())
                .add("name", String.valueOf(session.getUsername()))
                .add("role", session.requireRole().stored())
                .build();
    }

    private JsonValue platform() {
        var id = platform.getId();
        return id == null
                ? JsonValue.NULL
                : Json.createObjectBuilder()
                        .add("id", id)
                        .add("name", String.valueOf(platform.getName()))
                        .add("type", String.valueOf(platform.getType()))
                        .add("instance_url", String.valueOf(platform.getInstanceUrl()))
                        .build();
    }
}
