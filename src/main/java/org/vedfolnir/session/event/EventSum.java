package org.vedfolnir.session.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which events are counted together, because whoever wants can cause any number of them: what is refused, for each kind and network, or
 * for each kind and user where somebody is signed in; and other browsers than the one that signed in, for each user. The first is recorded as it is; those that follow within the time of a sum are one event.
 * Immutable.
 *
 * @param name the same for all that are counted together
 * @param fields of the event that sums them up, but its id and its count: the type first, the application last
 */
public record EventSum(String name, Map<String, String> fields) {

    /** Empty for an event that stands for itself. */
    public static Optional<EventSum> of(NewEvent event) {
        return isSummed(event.event()) ? Optional.of(sum(event)) : Optional.empty();
    }

    /** Whether a client may cause as many of these as it sends requests. */
    public static boolean isSummed(SessionEvent event) {
        return event instanceof SessionEvent.AccessRefused
                || event instanceof SessionEvent.SignInFailed
                || event instanceof SessionEvent.Unreadable
                || event instanceof SessionEvent.Anomaly;
    }

    /** None that a client can choose: it is a part of the name, and whoever chooses names fills the sums of all. */
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
        var name = String.join(" | ", fields.get("type"), detail == null ? "" : detail, whose(context.user(), network));
        fields.put("application", context.application());
        return new EventSum(name, fields);
    }

    private static String whose(@Nullable String user, String network) {
        return user == null ? "network " + network : "user " + user;
    }

    /** The sum of all kinds of this type, of the same user or network: where there are too many sums. */
    public EventSum ofAllKinds() {
        var all = new LinkedHashMap<>(fields);
        all.put("detail", "many kinds");
        return new EventSum(
                fields.get("type") + " | " + whose(fields.get("user"), fields.getOrDefault("address", "")), all);
    }

    /** The sum of all of this type: where there are too many of those as well. */
    public EventSum ofAll() {
        var type = Objects.requireNonNull(fields.get("type"));
        var all = new LinkedHashMap<String, String>();
        all.put("type", type);
        all.put("detail", "many kinds or networks");
        all.put("application", Objects.requireNonNull(fields.get("application")));
        return new EventSum(type, all);
    }
}
