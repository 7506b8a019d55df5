package org.vedfolnir.session.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Groups events of which a client can cause any number, so that they are counted instead of stored one by one: refusals
 * of the same kind and network (or kind and user, if signed in), and changes of browser of the same user. The first
 * event is recorded as it is; later ones within the period of a sum become one event. Immutable.
 *
 * @param name identical for all events that are counted together
 * @param fields of the event that sums them up, without its id and count: the type first, the application last
 */
public record EventSum(String name, Map<String, String> fields) {

    /** Returns the sum that an event belongs to; empty if the event is recorded individually. */
    public static Optional<EventSum> of(NewEvent event) {
        return isSummed(event.event()) ? Optional.of(sum(event)) : Optional.empty();
    }

    /** Whether a client can cause one of these with each request. */
    public static boolean isSummed(SessionEvent event) {
        return event instanceof SessionEvent.AccessRefused
                || event instanceof SessionEvent.SignInFailed
                || event instanceof SessionEvent.Unreadable
                || event instanceof SessionEvent.Anomaly;
    }

    /**
     * Returns only details that a client cannot choose: the detail is part of the name, and a client that chooses names
     * could fill the sums of all others.
     */
    private static @Nullable String detail(SessionEvent event) {
        return event instanceof SessionEvent.Anomaly ? "other browsers" : EventFields.detail(event);
    }

    private static EventSum sum(NewEvent event) {
        var context = event.context();
        var network = ClientNetwork.of(context.address());
        var fields = new LinkedHashMap<String, String>();
        fields.put("type", EventFields.type(event.event()));
        var detail = detail(event.event());
        if (detail != null) {
            fields.put("detail", detail);
        }
        if (context.user() != null) {
            fields.put("user", context.user());
        }
        if (!network.isEmpty()) {
            fields.put("address", network);
        }
        var name =
                String.join(" | ", fields.get("type"), detail == null ? "" : detail, subject(context.user(), network));
        fields.put("application", context.application());
        return new EventSum(name, fields);
    }

    private static String subject(@Nullable String user, String network) {
        return user == null ? "network " + network : "user " + user;
    }
}
