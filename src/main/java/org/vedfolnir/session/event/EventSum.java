package org.vedfolnir.session.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which events are counted together, because whoever wants can cause any number of them: what is refused, for each kind and network, or
 * for each kind and user where somebody is signed in. The first is recorded as it is; those that follow within the time of a sum are one event.
 * Immutable.
 *
 * @param name the same for all that are counted together
 * @param fields of the event that sums them up, but its id and its count: the type first, the application last
 */
public record EventSum(String name, Map<String, String> fields) {

    /** Empty for an event that stands for itself. */
    public static Optional<EventSum> of(NewEvent event) {
        return isRefusal(event.event()) ? Optional.of(sum(event)) : Optional.empty();
    }

    /** Whether a client may cause as many of these as it sends requests. */
    public static boolean isRefusal(SessionEvent event) {
        return event instanceof SessionEvent.AccessRefused
                || event instanceof SessionEvent.SignInFailed
                || event instanceof SessionEvent.Unreadable;
    }

    private static EventSum sum(NewEvent event) {
        var context = event.context();
        var network = ClientNetwork.of(context.address());
        var fields = new LinkedHashMap<String, String>();
        fields.put("type", EventFields.type(event.event()));
        var detail = EventFields.detail(event.event());
        if (detail != null) {
            fields.put("detail", detail);
        }
        if (context.user() != null) {
            fields.put("user", context.user());
        }
        if (!network.isEmpty()) {
            fields.put("address", network);
        }
        var name = String.join(
                " | ",
                fields.get("type"),
                detail == null ? "" : detail,
                context.user() == null ? "network " + network : "user " + context.user());
        fields.put("application", context.application());
        return new EventSum(name, fields);
    }
}
