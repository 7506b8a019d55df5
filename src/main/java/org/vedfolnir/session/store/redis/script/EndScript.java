package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;
import static org.vedfolnir.session.store.redis.script.ReplyValues.at;
import static org.vedfolnir.session.store.redis.script.ReplyValues.list;
import static org.vedfolnir.session.store.redis.script.ReplyValues.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * {@code end.lua}: ends a session, and leaves a tombstone. Immutable.
 *
 * @param scripted as in {@link SaveScript}
 */
public record EndScript(RedisSettings settings, SessionTimes times, boolean scripted) {

    private static final byte[] NOTHING = {};
    private static final byte[] NO = bytes(0);
    private static final Reply ENDED = new Reply.Ended(Map.of());
    /** A sign-on has no event of its own, so no retry identifies its end. */
    private static final byte[] NO_EVENT = {'-'};

    /** The result for the session. */
    public sealed interface Reply {

        /** This call ended it. */
        record Ended(Map<Integer, byte[]> parts) implements Reply {}

        /** There was no such session, or another call ended it. */
        record Absent() implements Reply {}

        /** Its id changed a moment ago. */
        record Moved() implements Reply {}
    }

    /**
     * @param owner of the session, which may be another application's
     * @param parts the numbers of the requested parts
     */
    public ScriptCall call(RedisSettings owner, ShardKeys of, SessionId id, NewEvent ended, List<Integer> parts) {
        var user = ended.context().user();
        var index = user == null || !scripted ? null : bytes(owner.userIndex(user));
        var arguments = new ArrayList<Object>(first(id, ended));
        if (scripted && parts.isEmpty() && !settings.recording().recorded()) {
            return new ScriptCall(Script.END, keys(of, id, index), arguments.toArray());
        }
        var keys = List.of(of.session(id), of.expiries(), index == null ? of.expiries() : index, of.events());
        arguments.add(bytes(parts.stream().map(String::valueOf).collect(Collectors.joining(","))));
        arguments.add(of.eventBytes());
        if (settings.recording().recorded()) {
            EventArguments.all(arguments, EventFields.of(ended));
        }
        return new ScriptCall(Script.END, keys, arguments.toArray());
    }

    private static List<byte[]> keys(ShardKeys of, SessionId id, byte @Nullable [] index) {
        return index == null ? List.of(of.session(id), of.expiries()) : List.of(of.session(id), of.expiries(), index);
    }

    private List<byte[]> first(SessionId id, NewEvent ended) {
        var reason = ended.event() instanceof SessionEvent.Ended end ? end.reason() : EndReason.INVALIDATED;
        return List.of(
                bytes(id.value()),
                times.grace(),
                bytes(ended.id()),
                bytes(reason.name()),
                bytes(reason.isShownToUser() ? 1 : 0));
    }

    /** Ends a sign-on. */
    public ScriptCall alone(byte[] key, SessionId id) {
        return new ScriptCall(Script.END, List.of(key), new Object[] {
            bytes(id.value()), times.grace(), NO_EVENT, bytes(EndReason.SIGNED_OUT.name()), NO, NOTHING
        });
    }

    public static Reply reply(Object value) {
        if (value instanceof Long) {
            return ENDED;
        }
        var answer = list(value);
        if (answer.isEmpty()) {
            return new Reply.Absent();
        }
        return answer.size() == 1 && "moved".equals(text(at(answer, 0)))
                ? new Reply.Moved()
                : new Reply.Ended(ReplyValues.parts(answer));
    }
}
