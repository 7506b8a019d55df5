package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.script.ReplyValues.at;
import static org.vedfolnir.session.store.redis.script.ReplyValues.text;
import static org.vedfolnir.session.store.redis.script.ReplyValues.whole;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionStatus;

/** {@code statuses.lua}: reads the states of sessions without using them. Immutable. */
public record StatusScript(SessionTimes times) {

    /** @param sessions keys, on Redis Cluster of one slot */
    public ScriptCall call(List<byte[]> sessions) {
        return new ScriptCall(Script.STATUSES, sessions, new Object[] {times.grace(), times.slack()});
    }

    /** Converts the state of one session: an element of the reply. */
    public static SessionStatus reply(Object element) {
        if (element instanceof List<?> live) {
            var left = whole(at(live, 1));
            return new SessionStatus.Live(
                    whole(at(live, 0)),
                    left < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(left)),
                    Duration.ofMillis(whole(at(live, 2))));
        }
        var text = text(element);
        return switch (text) {
            case "" -> new SessionStatus.Gone();
            case "moved" -> new SessionStatus.Moved();
            default -> new SessionStatus.Ended(EndReason.named(text));
        };
    }
}
