package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;
import static org.vedfolnir.session.store.redis.script.ReplyValues.at;
import static org.vedfolnir.session.store.redis.script.ReplyValues.data;
import static org.vedfolnir.session.store.redis.script.ReplyValues.id;
import static org.vedfolnir.session.store.redis.script.ReplyValues.list;
import static org.vedfolnir.session.store.redis.script.ReplyValues.number;
import static org.vedfolnir.session.store.redis.script.ReplyValues.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.ExpiredSession;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * {@code claim.lua} and {@code expire.lua}: give expired sessions to one node, which then removes them. Immutable.
 *
 * @param scripted as in {@link SaveScript}
 */
public record ExpiryScripts(RedisSettings settings, SessionTimes times, boolean scripted) {

    /** How long a node has to remove the expired sessions that it claimed; then the others may claim them. */
    static final Duration LEASE = Duration.ofSeconds(10);
    /** The limit for one claim: its documents are in memory while the listeners are notified. */
    private static final long MOST_BYTES = 4 << 20;
    /** The reply for a session that was not touched, since its slot is being moved to another master. */
    private static final String APART = "apart";

    /** @param examined the number of examined sessions; those that are not returned are live */
    public record Claim(long examined, List<ExpiredSession> sessions) {}

    /** The result for a claimed session. */
    public sealed interface Removal {

        /** This node removed it, with these parts. */
        record Removed(Map<Integer, byte[]> parts) implements Removal {}

        /** It was not touched, or is gone. */
        record Left() implements Removal {}
    }

    /** Claims expired sessions: while the lease lasts, no other node gets the same ones. */
    public ScriptCall claim(ShardKeys shard, int most) {
        return new ScriptCall(Script.CLAIM, List.of(shard.expiries()), new Object[] {
            shard.prefix(), bytes(most), times.grace(), bytes(LEASE.toMillis()), bytes(MOST_BYTES)
        });
    }

    public static Claim claimed(Object reply) {
        var due = list(reply);
        var claimed = new ArrayList<ExpiredSession>();
        for (var i = 1; i + 1 < due.size(); i += 2) {
            claimed.add(new ExpiredSession(id(at(due, i)), data(at(due, i + 1)), Map.of()));
        }
        return new Claim(number(at(due, 0)), claimed);
    }

    /** @param events of the sessions, in their order */
    public ScriptCall expire(ShardKeys shard, List<ExpiredSession> claimed, List<NewEvent> events) {
        var arguments = new ArrayList<Object>();
        arguments.add(shard.prefix());
        arguments.add(times.grace());
        arguments.add(shard.eventBytes());
        for (var i = 0; i < claimed.size(); i++) {
            addEnd(arguments, claimed.get(i).id(), events.get(i));
        }
        return new ScriptCall(Script.EXPIRE, List.of(shard.expiries(), shard.events()), arguments.toArray());
    }

    private void addEnd(List<Object> arguments, SessionId id, NewEvent ended) {
        var user = scripted ? ended.context().user() : null;
        arguments.add(bytes(id.value()));
        arguments.add(bytes(user == null ? "" : settings.userIndex(user)));
        EventArguments.counted(arguments, settings.recording().recorded() ? EventFields.of(ended) : Map.of());
    }

    /**
     * Reads the result for one session: an element of the reply. No other node has the lease, so a session that a
     * second try does not find was removed by the first, whose reply was lost.
     *
     * @param replayed whether the script was sent once more
     */
    public static Removal removal(Object element, boolean replayed) {
        var answer = list(element);
        var removed = answer.isEmpty() ? replayed : !APART.equals(text(at(answer, 0)));
        return removed ? new Removal.Removed(ReplyValues.parts(answer)) : new Removal.Left();
    }
}
