package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.SessionId;

/** The arguments of {@code save.lua}, each in its place; that file says what they mean. To be filled in this order, once. */
public final class SaveArguments {

    private static final byte[] NOTHING = {};

    private final List<Object> all = new ArrayList<>();

    /**
     * @param base the end of the document that the change builds on, or nothing; of a document that builds on none, when it is sent
     * @param wholeTime of a change that leaves all else as it is; empty for every other
     */
    public SaveArguments(long expected, byte[] document, byte[] base, byte[] wholeTime) {
        add(bytes(expected), document, base, wholeTime);
    }

    public SaveArguments ends(long idle, long until, byte[] grace, byte[] slack) {
        add(bytes(idle), bytes(until), grace, slack);
        return this;
    }

    private void add(byte[]... values) {
        all.addAll(List.of(values));
    }

    /** @param locator the key that tells where the session lies; empty when its id stays */
    public SaveArguments ids(String locator, SessionId now, SessionId before) {
        add(bytes(locator), bytes(now.value()), bytes(before.value()));
        return this;
    }

    /** @param mostSessions empty for a document that enters no index */
    public SaveArguments indexes(byte[] eventBytes, byte[] mostSessions, boolean leaves, List<NewEvent> events) {
        add(eventBytes, mostSessions, bytes(leaves ? 1 : 0), bytes(events.size()));
        for (var event : events) {
            EventArguments.counted(all, EventFields.of(event));
        }
        return this;
    }

    /** Nothing is told to an index, and no event is recorded. */
    public SaveArguments alone() {
        return indexes(bytes(0), NOTHING, false, List.of());
    }

    public SaveArguments parts(Map<Integer, byte[]> written, Set<Integer> dropped) {
        written.forEach((number, value) -> add(bytes(number), value));
        dropped.forEach(number -> add(bytes(number), NOTHING));
        return this;
    }

    public Object[] toArray() {
        return all.toArray();
    }
}
