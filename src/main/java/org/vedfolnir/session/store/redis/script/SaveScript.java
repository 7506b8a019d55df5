package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;
import static org.vedfolnir.session.store.redis.script.ReplyValues.at;
import static org.vedfolnir.session.store.redis.script.ReplyValues.data;
import static org.vedfolnir.session.store.redis.script.ReplyValues.text;
import static org.vedfolnir.session.store.redis.script.ReplyValues.unexpected;
import static org.vedfolnir.session.store.redis.script.ReplyValues.whole;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.failure.SessionMovedException;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * {@code save.lua}: saves a document if the version that it is based on is still current. Returns a {@link SaveResult},
 * or that the save was too late by Redis' clock. Immutable.
 *
 * @param scripted whether the script changes users' indexes: not on Redis Cluster, where they are in other slots
 */
public record SaveScript(RedisSettings settings, SessionTimes times, boolean scripted) {

    private static final long SAVED = 1;
    private static final long GONE = -1;
    private static final long MOVED = -2;
    private static final byte[] NOTHING = {};

    /** @param sentAt by Redis' clock, of a document that is based on none; otherwise 0 */
    public ScriptCall call(SessionWrite write, ShardKeys of, long sentAt) {
        var keys = List.of(
                of.session(write.id()),
                of.session(write.currentId()),
                of.expiries(),
                of.events(),
                index(of, indexedHere(write) ? write.user() : null),
                index(of, write.formerUser()));
        return new ScriptCall(Script.SAVE, keys, arguments(write, of, sentAt));
    }

    private Object[] arguments(SessionWrite write, ShardKeys of, long sentAt) {
        return new Arguments(
                        write.expectedVersion(),
                        write.document(),
                        base(write.base(), sentAt),
                        changesNothingElse(write) ? times.wholeTime(write.idle()) : NOTHING)
                .ends(write.idle(), write.until(), times.grace(), times.slack())
                .ids(write.formerId() == null ? "" : of.locator(write.handle()), write.id(), write.currentId())
                .indexes(
                        of.eventBytes(),
                        indexedHere(write) ? bytes(write.mostSessions()) : NOTHING,
                        scripted && IndexMembership.leaves(write),
                        recorded(write.events()))
                .parts(write.parts().written(), write.parts().dropped())
                .toArray();
    }

    /** Saves a sign-on, which has no index, no events and only one key. */
    public ScriptCall alone(
            byte[] key, SessionId id, long expected, byte[] document, long idle, long until, long sentAt) {
        var arguments = new Arguments(expected, document, base(DocumentTag.NONE, sentAt), NOTHING)
                .ends(idle, until, times.grace(), times.slack())
                .ids("", id, id)
                .alone()
                .toArray();
        return new ScriptCall(Script.SAVE, List.of(key, key), arguments);
    }

    /**
     * Returns what the document is based on, or the time of sending of the first document: one that is delayed on its
     * way must not begin a session.
     */
    private static byte[] base(DocumentTag base, long sentAt) {
        return sentAt == 0 ? bytes(base.end()) : bytes(sentAt);
    }

    /** Whether only the document changes: no index, event or part. */
    private static boolean changesNothingElse(SessionWrite write) {
        return write.formerId() == null
                && write.until() == 0
                && write.idle() == write.base().idle()
                && write.events().isEmpty()
                && write.parts().isEmpty()
                && !IndexMembership.enters(write)
                && !IndexMembership.leaves(write);
    }

    private boolean indexedHere(SessionWrite write) {
        return scripted && IndexMembership.enters(write);
    }

    /** Without an index, any key of the shard takes its place. */
    private byte[] index(ShardKeys of, @Nullable String user) {
        return user == null || !scripted ? of.expiries() : bytes(settings.userIndex(user));
    }

    private List<NewEvent> recorded(List<NewEvent> events) {
        return settings.recording().recorded() ? events : List.of();
    }

    /** Whether the save was too late by Redis' clock, and nothing was written. */
    public static boolean isLate(Object value) {
        return value instanceof List<?> late && late.size() == 1;
    }

    /** Returns Redis' clock, of a reply that {@link #isLate}. */
    public static long lateAt(Object value) {
        return whole(at(ReplyValues.list(value), 0));
    }

    /**
     * Converts a reply that is not late.
     *
     * @throws SessionMovedException if the session's id changed a moment ago
     */
    public static SaveResult reply(Object value, StoreClock clock) {
        if (value instanceof List<?> other) {
            return other.size() == 2
                    ? new SaveResult.Full(new SessionId(text(other.get(0))), data(at(other, 1)))
                    : new SaveResult.Stale(OpenScript.stored(other, clock));
        }
        var now = whole(value);
        if (now == MOVED) {
            throw new SessionMovedException();
        } else if (now < GONE) {
            throw unexpected();
        }
        return now == GONE
                ? new SaveResult.Gone()
                : new SaveResult.Saved(now == SAVED ? clock.now() : clock.update(now));
    }

    /** The arguments of {@code save.lua}, in their places; that file documents them. Fill it in this order, once. */
    private static final class Arguments {

        private final List<Object> all = new ArrayList<>();

        /**
         * @param base the end of the document that the change is based on, or nothing; for the first document, the time
         *     of sending
         * @param wholeTime of a change of the document only; empty for every other
         */
        Arguments(long expected, byte[] document, byte[] base, byte[] wholeTime) {
            add(bytes(expected), document, base, wholeTime);
        }

        Arguments ends(long idle, long until, byte[] grace, byte[] slack) {
            add(bytes(idle), bytes(until), grace, slack);
            return this;
        }

        private void add(byte[]... values) {
            all.addAll(List.of(values));
        }

        /** @param locator the key that maps the session's handle to its id; empty if the id stays */
        Arguments ids(String locator, SessionId now, SessionId before) {
            add(bytes(locator), bytes(now.value()), bytes(before.value()));
            return this;
        }

        /** @param mostSessions empty for a document that joins no index */
        Arguments indexes(byte[] eventBytes, byte[] mostSessions, boolean leaves, List<NewEvent> events) {
            add(eventBytes, mostSessions, bytes(leaves ? 1 : 0), bytes(events.size()));
            for (var event : events) {
                EventArguments.counted(all, EventFields.of(event));
            }
            return this;
        }

        /** Changes no index and records no event. */
        Arguments alone() {
            return indexes(bytes(0), NOTHING, false, List.of());
        }

        Arguments parts(Map<Integer, byte[]> written, Set<Integer> dropped) {
            written.forEach((number, value) -> add(bytes(number), value));
            dropped.forEach(number -> add(bytes(number), NOTHING));
            return this;
        }

        Object[] toArray() {
            return all.toArray();
        }
    }
}
