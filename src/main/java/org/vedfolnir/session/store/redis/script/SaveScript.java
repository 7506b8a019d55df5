package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;
import static org.vedfolnir.session.store.redis.script.ReplyValues.at;
import static org.vedfolnir.session.store.redis.script.ReplyValues.data;
import static org.vedfolnir.session.store.redis.script.ReplyValues.text;
import static org.vedfolnir.session.store.redis.script.ReplyValues.unexpected;
import static org.vedfolnir.session.store.redis.script.ReplyValues.whole;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.PartChanges;
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
        var joins = scripted && IndexMembership.enters(write);
        if (changesOneDocument(write)) {
            if (!joins && write.idle() == write.base().idle()) {
                return change(write, of);
            }
            if (scripted && write.expectedVersion() == 0 && (!joins || write.mostSessions() == 0)) {
                return beginning(write, of, sentAt, joins);
            }
        }
        return anyChange(write, of, sentAt, joins);
    }

    /** Whether neither an id, a part or an absolute end changes, nor a former user's index, and nothing is recorded. */
    private boolean changesOneDocument(SessionWrite write) {
        return write.formerId() == null
                && write.idle() > 0
                && write.until() == 0
                && write.parts().isEmpty()
                && recorded(write).isEmpty()
                && !IndexMembership.leaves(write);
    }

    private List<NewEvent> recorded(SessionWrite write) {
        return settings.recording().recorded() ? write.events() : List.of();
    }

    /** Nearly every save. */
    private ScriptCall change(SessionWrite write, ShardKeys of) {
        var base = write.base();
        var arguments = new Arguments(write.expectedVersion(), write.document(), bytes(base.end()))
                .ends(times.wholeTime(write.idle()), write.idle(), 0, times);
        if (base.part() > 0) {
            arguments.add(bytes(base.part()));
        }
        return new ScriptCall(Script.SAVE, List.of(of.session(write.id())), arguments.toArray());
    }

    /** Nearly every new session. */
    private ScriptCall beginning(SessionWrite write, ShardKeys of, long sentAt, boolean joins) {
        var session = of.session(write.id());
        var user = write.user();
        var keys = joins && user != null
                ? List.of(session, of.expiries(), bytes(settings.userIndex(user)))
                : List.of(session, of.expiries());
        var arguments = new Arguments(0, write.document(), bytes(sentAt))
                .ends(times.wholeTime(write.idle()), write.idle(), 0, times)
                .joins(write.id(), joins ? bytes(write.mostSessions()) : NOTHING);
        return new ScriptCall(Script.SAVE, keys, arguments.toArray());
    }

    private ScriptCall anyChange(SessionWrite write, ShardKeys of, long sentAt, boolean joins) {
        var keys = List.of(
                of.session(write.id()),
                of.expiries(),
                index(of, joins ? write.user() : null),
                of.session(write.currentId()),
                of.events(),
                index(of, write.formerUser()));
        var arguments = new Arguments(write.expectedVersion(), write.document(), base(write.base(), sentAt))
                .ends(NOTHING, write.idle(), write.until(), times)
                .joins(write.id(), joins ? bytes(write.mostSessions()) : NOTHING)
                .former(
                        write.currentId(),
                        write.formerId() == null ? "" : of.locator(write.handle()),
                        scripted && IndexMembership.leaves(write))
                .events(of.eventBytes(), recorded(write))
                .parts(write.parts());
        return new ScriptCall(Script.SAVE, keys, arguments.toArray());
    }

    /** Saves a sign-on, which has no index, no events and only one key. */
    public ScriptCall alone(byte[] key, long expected, byte[] document, long idle, long until, long sentAt) {
        var arguments =
                new Arguments(expected, document, base(DocumentTag.NONE, sentAt)).ends(NOTHING, idle, until, times);
        return new ScriptCall(Script.SAVE, List.of(key), arguments.toArray());
    }

    /**
     * Returns what the document is based on, or the time of sending of the first document: one that is delayed on its
     * way must not begin a session.
     */
    private static byte[] base(DocumentTag base, long sentAt) {
        return sentAt == 0 ? bytes(base.end()) : bytes(sentAt);
    }

    /** Without an index, any key of the shard takes its place. */
    private byte[] index(ShardKeys of, @Nullable String user) {
        return user == null || !scripted ? of.expiries() : bytes(settings.userIndex(user));
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

    /** The first arguments of {@code save.lua}, in their places; that file documents them. Fill it in this order, once. */
    private static final class Arguments {

        private final List<Object> all = new ArrayList<>();

        /**
         * @param base the end of the document that the change is based on, or nothing; for the first document, the time
         *     of sending
         */
        Arguments(long expected, byte[] document, byte[] base) {
            add(bytes(expected), document, base);
        }

        private void add(byte[]... values) {
            all.addAll(List.of(values));
        }

        /** @param wholeTime of a change or beginning of a document only; empty for every other */
        Arguments ends(byte[] wholeTime, long idle, long until, SessionTimes times) {
            add(wholeTime, bytes(idle), bytes(until), times.grace(), times.slack());
            return this;
        }

        /** @param mostSessions empty for a document that joins no index */
        Arguments joins(SessionId now, byte[] mostSessions) {
            add(bytes(now.value()), mostSessions);
            return this;
        }

        /** @param locator the key that maps the session's handle to its id; empty if the id stays */
        Arguments former(SessionId before, String locator, boolean leaves) {
            add(bytes(before.value()), bytes(locator), bytes(leaves ? 1 : 0));
            return this;
        }

        Arguments events(byte[] eventBytes, List<NewEvent> events) {
            add(eventBytes, bytes(events.size()));
            for (var event : events) {
                EventArguments.counted(all, EventFields.of(event));
            }
            return this;
        }

        Arguments parts(PartChanges parts) {
            parts.written().forEach((number, value) -> add(bytes(number), value));
            parts.dropped().forEach(number -> add(bytes(number), NOTHING));
            return this;
        }

        Object[] toArray() {
            return all.toArray();
        }
    }
}
