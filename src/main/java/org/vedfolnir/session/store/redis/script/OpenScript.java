package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;
import static org.vedfolnir.session.store.redis.script.ReplyValues.at;
import static org.vedfolnir.session.store.redis.script.ReplyValues.data;
import static org.vedfolnir.session.store.redis.script.ReplyValues.unexpected;
import static org.vedfolnir.session.store.redis.script.ReplyValues.whole;

import java.util.List;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.StoredSession;

/**
 * {@code open.lua}: reads a document, of a session or of a sign-on, and moves its end. Returns an {@link OpenResult},
 * to avoid a second object for each request. Immutable.
 */
public record OpenScript(SessionTimes times) {

    /** There is no document. */
    private static final long GONE = -1;
    /** The value is not a document of ours. */
    private static final long FOREIGN = -2;

    private static final byte[] NO_TOUCH = {'-', '1'};
    private static final byte[] NOTHING = {};

    /**
     * @param known the tag of the caller's document, which is not sent again
     * @param use whether the end of the document moves
     */
    public ScriptCall call(byte[] key, DocumentTag known, boolean use) {
        var arguments = new Object[known.part() == 0 ? 5 : 6];
        arguments[0] = bytes(known.end());
        arguments[1] = use ? times.touch(known.idle()) : NO_TOUCH;
        arguments[2] = times.grace();
        arguments[3] = times.wholeTime(known.idle());
        arguments[4] = times.slack();
        if (known.part() > 0) {
            arguments[5] = bytes(known.part());
        }
        return new ScriptCall(Script.OPEN, List.of(key), arguments);
    }

    /** Reads the document without moving its end. */
    public ScriptCall peek(byte[] key) {
        return new ScriptCall(
                Script.OPEN, List.of(key), new Object[] {NOTHING, NO_TOUCH, times.grace(), NOTHING, times.slack()});
    }

    /** @param known as in the call */
    public static OpenResult reply(Object value, DocumentTag known, StoreClock clock) {
        if (value instanceof List<?> document) {
            return new OpenResult.Changed(stored(document, clock));
        }
        var used = whole(value);
        if (used >= 0 && !known.isNone()) {
            return new OpenResult.Unchanged(clock.now() - used);
        } else if (used == FOREIGN) {
            return new OpenResult.Foreign();
        } else if (used == GONE) {
            return new OpenResult.Gone();
        }
        throw unexpected();
    }

    /** Whether there is no such session; false for a failure. */
    public static boolean isGone(Object value) {
        return value instanceof Long number && number == GONE;
    }

    /** Returns the document of a reply that contains one. */
    public static byte[] document(List<?> value) {
        return data(at(value, 3));
    }

    /** Converts a reply that contains a document. */
    public static StoredSession stored(List<?> value, StoreClock clock) {
        return new StoredSession(
                whole(at(value, 2)), document(value), whole(at(value, 0)), clock.update(whole(at(value, 1))));
    }
}
