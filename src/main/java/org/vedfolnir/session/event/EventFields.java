package org.vedfolnir.session.event;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of an event: flat text fields, so that a stream entry, a table row and a JSON line hold the same names.
 * Stateless.
 *
 * <p>Fields: {@code type} (as in {@code session_ended}), {@code detail} where the kind has one, {@code node}, {@code session},
 * {@code user}, {@code address}, {@code user_agent}. A field that is not known is left out.
 */
public final class EventFields {

    private EventFields() {}

    /** The fields of an event, in a fixed order. */
    public static Map<String, String> of(NewEvent event) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("type", type(event.event()));
        put(fields, "detail", detail(event.event()));
        put(fields, "node", event.context().node());
        put(fields, "session", event.context().session());
        put(fields, "user", event.context().user());
        put(fields, "address", event.context().address());
        put(fields, "user_agent", event.context().userAgent());
        return fields;
    }

    /**
     * The event that these fields tell of.
     *
     * @throws IllegalArgumentException when {@code type} is none of ours, or its detail none of its own
     */
    public static RecordedEvent read(String id, Instant at, Map<String, String> fields) {
        var context = new EventContext(
                fields.getOrDefault("node", ""),
                fields.get("session"),
                fields.get("user"),
                fields.get("address"),
                fields.get("user_agent"));
        return new RecordedEvent(
                id, at, event(fields.getOrDefault("type", ""), fields.getOrDefault("detail", "")), context);
    }

    /** The stored name of an event's kind, as in {@code session_ended}. */
    public static String type(SessionEvent event) {
        if (event instanceof SessionEvent.Created) {
            return "session_created";
        } else if (event instanceof SessionEvent.SignedIn) {
            return "signed_in";
        } else if (event instanceof SessionEvent.SignInFailed) {
            return "sign_in_failed";
        } else if (event instanceof SessionEvent.IdChanged) {
            return "session_id_changed";
        } else if (event instanceof SessionEvent.PlatformSwitched) {
            return "platform_switched";
        } else if (event instanceof SessionEvent.Ended) {
            return "session_ended";
        } else if (event instanceof SessionEvent.AccessRefused) {
            return "access_refused";
        } else if (event instanceof SessionEvent.AccountChanged) {
            return "account_changed";
        } else if (event instanceof SessionEvent.Anomaly) {
            return "session_anomaly";
        } else if (event instanceof SessionEvent.AttributeDropped) {
            return "attribute_dropped";
        }
        return "session_unreadable";
    }

    private static @Nullable String detail(SessionEvent event) {
        if (event instanceof SessionEvent.SignInFailed failed) {
            return failed.reason();
        } else if (event instanceof SessionEvent.PlatformSwitched switched) {
            return switched.platform();
        } else if (event instanceof SessionEvent.Ended ended) {
            return ended.reason().name();
        } else if (event instanceof SessionEvent.AccessRefused refused) {
            return refused.reason();
        } else if (event instanceof SessionEvent.AccountChanged changed) {
            return changed.what();
        } else if (event instanceof SessionEvent.Anomaly anomaly) {
            return anomaly.what();
        } else if (event instanceof SessionEvent.AttributeDropped dropped) {
            return dropped.name();
        } else if (event instanceof SessionEvent.Unreadable unreadable) {
            return unreadable.reason();
        }
        return null;
    }

    private static SessionEvent event(String type, String detail) {
        return switch (type) {
            case "session_created" -> new SessionEvent.Created();
            case "signed_in" -> new SessionEvent.SignedIn();
            case "sign_in_failed" -> new SessionEvent.SignInFailed(detail);
            case "session_id_changed" -> new SessionEvent.IdChanged();
            case "platform_switched" -> new SessionEvent.PlatformSwitched(detail);
            case "session_ended" -> new SessionEvent.Ended(EndReason.valueOf(detail));
            case "access_refused" -> new SessionEvent.AccessRefused(detail);
            case "account_changed" -> new SessionEvent.AccountChanged(detail);
            case "session_anomaly" -> new SessionEvent.Anomaly(detail);
            case "attribute_dropped" -> new SessionEvent.AttributeDropped(detail);
            case "session_unreadable" -> new SessionEvent.Unreadable(detail);
            default ->
                throw new IllegalArgumentException("No event has the type '" + type
                        + "'. A newer version wrote it: upgrade this reader, the event waits until then.");
        };
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
