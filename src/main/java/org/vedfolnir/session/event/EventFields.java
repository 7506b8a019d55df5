package org.vedfolnir.session.event;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of an event: flat text fields, so that a stream entry, a table row and a JSON line hold the same names.
 * Stateless.
 *
 * <p>Fields: {@code id}, {@code type} (for example {@code session_ended}), {@code detail} if the type has one,
 * {@code count} if it is not 1, {@code application}, {@code node}, {@code session}, {@code user}, {@code address},
 * {@code user_agent}, {@code operator}. Unknown values are omitted.
 */
public final class EventFields {

    private static final Pattern MILLISECONDS = Pattern.compile("\\d{1,15}");
    private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,17}");

    private EventFields() {}

    /** Returns the fields of an event, in a fixed order. */
    public static Map<String, String> of(NewEvent event) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("id", event.id());
        fields.put("type", type(event.event()));
        put(fields, "detail", detail(event.event()));
        if (event.count() != 1) {
            fields.put("count", Long.toString(event.count()));
        }
        put(fields, "application", event.context().application());
        put(fields, "node", event.context().node());
        put(fields, "session", event.context().session());
        put(fields, "user", event.context().user());
        put(fields, "address", event.context().address());
        put(fields, "user_agent", event.context().userAgent());
        put(fields, "operator", event.context().operator());
        return fields;
    }

    /**
     * Parses the event of these fields. A type of a newer version becomes {@link SessionEvent.Unknown}. Older versions
     * wrote no id; the place then serves as the id.
     *
     * @param place of the event in its feed
     */
    public static RecordedEvent read(String place, Instant at, Map<String, String> fields) {
        var context = new EventContext(
                fields.getOrDefault("application", ""),
                fields.getOrDefault("node", ""),
                fields.get("session"),
                fields.get("user"),
                fields.get("address"),
                fields.get("user_agent"),
                fields.get("operator"));
        return new RecordedEvent(
                place,
                fields.getOrDefault("id", place),
                at,
                count(fields.getOrDefault("count", "1")),
                event(fields.getOrDefault("type", ""), fields.getOrDefault("detail", "")),
                context);
    }

    private static long count(String text) {
        return COUNT.matcher(text).matches() ? Long.parseLong(text) : 1;
    }

    /** Returns the stored name of an event's type, for example {@code session_ended}. */
    static String type(SessionEvent event) {
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
        } else if (event instanceof SessionEvent.Ended ended) {
            return ended.again() ? "session_ended_again" : "session_ended";
        } else if (event instanceof SessionEvent.AccessRefused) {
            return "access_refused";
        } else if (event instanceof SessionEvent.AccountChanged) {
            return "account_changed";
        } else if (event instanceof SessionEvent.Anomaly) {
            return "session_anomaly";
        } else if (event instanceof SessionEvent.AttributeDropped) {
            return "attribute_dropped";
        } else if (event instanceof SessionEvent.AttributeRemoved) {
            return "attribute_removed";
        } else if (event instanceof SessionEvent.Gap) {
            return "gap";
        } else if (event instanceof SessionEvent.Unknown unknown) {
            return unknown.type();
        } else if (event instanceof SessionEvent.Unreadable) {
            return "session_unreadable";
        }
        throw new IllegalArgumentException(event.getClass() + " has no stored name.");
    }

    static @Nullable String detail(SessionEvent event) {
        if (event instanceof SessionEvent.Created created) {
            return created.from().isEmpty() ? null : created.from();
        } else if (event instanceof SessionEvent.SignInFailed failed) {
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
        } else if (event instanceof SessionEvent.AttributeRemoved removed) {
            return removed.name();
        } else if (event instanceof SessionEvent.Unreadable unreadable) {
            return unreadable.reason();
        } else if (event instanceof SessionEvent.Gap gap) {
            return gap.from() + "/" + gap.to();
        } else if (event instanceof SessionEvent.Unknown unknown) {
            return unknown.detail().isEmpty() ? null : unknown.detail();
        }
        return null;
    }

    private static SessionEvent event(String type, String detail) {
        return switch (type) {
            case "session_created" -> new SessionEvent.Created(detail);
            case "signed_in" -> new SessionEvent.SignedIn();
            case "sign_in_failed" -> new SessionEvent.SignInFailed(detail);
            case "session_id_changed" -> new SessionEvent.IdChanged();
            case "platform_switched" -> new SessionEvent.PlatformSwitched(detail);
            case "session_ended" -> new SessionEvent.Ended(EndReason.named(detail));
            case "session_ended_again" -> new SessionEvent.Ended(EndReason.named(detail), true);
            case "access_refused" -> new SessionEvent.AccessRefused(detail);
            case "account_changed" -> new SessionEvent.AccountChanged(detail);
            case "session_anomaly" -> new SessionEvent.Anomaly(detail);
            case "attribute_dropped" -> new SessionEvent.AttributeDropped(detail);
            case "attribute_removed" -> new SessionEvent.AttributeRemoved(detail);
            case "session_unreadable" -> new SessionEvent.Unreadable(detail);
            case "gap" -> gap(detail);
            default -> new SessionEvent.Unknown(type, detail);
        };
    }

    /** Parses an ISO 8601 interval; a store may give both instants in ms since 1970. */
    private static SessionEvent gap(String detail) {
        var slash = detail.indexOf('/');
        try {
            return new SessionEvent.Gap(
                    instant(detail.substring(0, Math.max(0, slash))), instant(detail.substring(slash + 1)));
        } catch (DateTimeParseException e) {
            return new SessionEvent.Unknown("gap", detail);
        }
    }

    private static Instant instant(String text) {
        return MILLISECONDS.matcher(text).matches() ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.parse(text);
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
