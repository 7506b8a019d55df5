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

/** What a tab shows of its session, as JSON. For one request of a signed-in user. */
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
     * "platform":{"id":2,"name":"…","type":"mastodon","instance_url":"https://…"}}}. {@code version} is another one whenever something in
     * the session changed; {@code expires_in} is in seconds, null for never; {@code platform} is null when none is current.
     */
    JsonObject json() {
        var facts = registry.current()
                .orElseThrow(() -> new IllegalStateException(
                        "This request has no session. Put what asks behind the sign-in filter."));
        return Json.createObjectBuilder()
                .add("authenticated", true)
                .add("version", facts.version())
                .add("expires_in", expiresIn())
                .add("user", user())
                .add("platform", platform())
                .build();
    }

    /** As the store has it now: what the session knew when the request began may have been moved by it. */
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
