package org.vedfolnir.session.store.redis;

import static org.vedfolnir.session.store.redis.ScriptValues.bytes;
import static org.vedfolnir.session.store.redis.ScriptValues.list;
import static org.vedfolnir.session.store.redis.ScriptValues.text;
import static org.vedfolnir.session.store.redis.ScriptValues.whole;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.ExpiredSession;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionMovedException;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.StoreRefusedException;
import org.vedfolnir.session.store.StoreUnavailableException;
import org.vedfolnir.session.store.redis.ScriptRunner.Call;

/**
 * Changes on Redis Cluster, where a session, the indexes and the events lie in different slots and no script reaches two of them. What is
 * written first is what can be repaired when a node dies in between: events and index entries, then the document, which decides; a change
 * that was not made takes its events back. An index entry without a session is stepped over, and leaves when somebody comes by.
 * Thread-safe.
 */
final class SlotBySlot {

    private static final Pattern PARTS =
            Pattern.compile("^\\{\"_version\":\\d+,\"_until\":\\d+,\"_idle\":\\d+,\"_parts\":(\\d{1,3}),");
    private static final byte[] NOTHING = {};
    private static final long GONE = -1;
    private static final long MOVED = -2;
    private static final Long ALREADY = 0L;
    /** How long it is told where a session lies that changed its id: nobody comes by there to keep that as long as the session lives. */
    private static final Duration TOLD = Duration.ofDays(1);
    /** Documents that are in memory at once. */
    private static final int AT_ONCE = 20;

    private final ScriptRunner runner;
    private final RedisSettings settings;
    private final RedisSessionStore store;

    SlotBySlot(ScriptRunner runner, RedisSettings settings, RedisSessionStore store) {
        this.runner = runner;
        this.settings = settings;
        this.store = store;
    }

    SaveResult save(SessionWrite write) {
        var first = write.expectedVersion() == 0 || write.formerId() != null || !sameUser(write);
        var full = first ? full(write) : null;
        if (full != null) {
            return full;
        }
        var announced = announce(write.events(), first ? entries(write) : List.of());
        var made = make(write, announced);
        if (!made.now()) {
            forget(settings, announced);
        }
        if (made.result() instanceof SaveResult.Saved) {
            tidy(write);
        }
        return made.result();
    }

    private Made make(SessionWrite write, List<byte[]> announced) {
        try {
            return write.formerId() == null ? saveInPlace(write) : move(write, write.formerId());
        } catch (SessionMovedException e) {
            forget(settings, announced);
            throw e;
        } catch (StoreRefusedException e) {
            throw takenBack(settings, announced, e);
        }
    }

    /** What was refused was not made, unless an earlier try of it got no answer. */
    private StoreRefusedException takenBack(
            RedisSettings owner, List<byte[]> announced, StoreRefusedException refusal) {
        try {
            if (refusal.certain()) {
                forget(owner, announced);
            }
        } catch (StoreUnavailableException e) {
            refusal.addSuppressed(e);
        }
        return refusal;
    }

    /**
     * The session of a user who has as many as allowed that was not used for the longest time. Counted before the save and not in it: of
     * sign-ins at the very same moment one more than allowed may find room.
     */
    private SaveResult.@Nullable Full full(SessionWrite write) {
        if (write.mostSessions() == 0 || write.user() == null) {
            return null;
        }
        var others = ids(runner.runTwice(Script.ENROLLED, List.of(bytes(settings.userIndex(write.user())))));
        if (others.contains(write.currentId())) {
            return null; // it is one of them already
        }
        var count = 0;
        var since = Long.MAX_VALUE;
        SaveResult.Full oldest = null;
        var looks = looks(others);
        for (var i = 0; i < others.size(); i++) {
            if (looks.get(i) instanceof List<?> found) {
                var session = store.stored(found);
                count++;
                if (session.lastAccess() < since) {
                    since = session.lastAccess();
                    oldest = new SaveResult.Full(others.get(i), session.document());
                }
            }
        }
        return count >= write.mostSessions() ? oldest : null;
    }

    private List<Object> looks(List<SessionId> ids) {
        return runner.together(ids.stream()
                .map(id -> new Call(
                        Script.OPEN, List.of(key(id)), new Object[] {NOTHING, bytes(-1), grace(), NOTHING, slack()}))
                .toList());
    }

    List<Object> standings(List<byte[]> keys) {
        var calls = keys.stream()
                .map(key -> new Call(Script.STANDINGS, List.of(key), new Object[] {grace(), slack()}))
                .toList();
        return runner.together(calls).stream()
                .map(answer -> ScriptValues.at(ScriptValues.list(answer), 0))
                .toList();
    }

    /** The index entries come first: without the document they are stepped over. */
    boolean adopt(byte[] foreign, SessionWrite write) {
        runner.together(entries(write));
        return RedisSessionStore.isAdopted(
                runner.runOnce(Script.ADOPT, List.of(key(write.id())), store.adoptArguments(foreign, write, false)));
    }

    /** @param now whether this call made the change, so that its events are right */
    private record Made(SaveResult result, boolean now) {}

    /** An old id opens nothing, so it may stay in an index for a while; a session must not be listed as another person's. */
    private void tidy(SessionWrite write) {
        if (write.formerId() != null) {
            runner.send(leftovers(settings, write.formerId(), write.formerUser(), true));
        } else if (!sameUser(write)) {
            var former = leftovers(settings, write.id(), write.formerUser(), false);
            if (!former.isEmpty()) {
                runner.together(former);
            }
        }
    }

    private static boolean sameUser(SessionWrite write) {
        return write.user() == null ? write.formerUser() == null : write.user().equals(write.formerUser());
    }

    private List<Call> entries(SessionWrite write) {
        var live = write.idle() + settings.slack().of(write.idle());
        if (write.until() > 0) {
            var left = Math.max(1, write.until() - store.now());
            live = live == 0 ? left : Math.min(live, left);
        }
        var calls = new ArrayList<Call>();
        calls.add(place(settings, write.id(), live > 0 ? Long.toString(live) : ""));
        if (write.user() != null) {
            var kept = live > 0 ? live + settings.grace().toMillis() : 0;
            calls.add(call(
                    Script.ENROLL,
                    settings.userIndex(write.user()),
                    bytes(write.id().value()),
                    bytes(kept)));
        }
        if (write.formerId() != null) {
            var told = Math.max(live, TOLD.toMillis()) + settings.grace().toMillis();
            calls.add(call(
                    Script.TELL,
                    settings.locator(write.handle()),
                    bytes(write.id().value()),
                    bytes(told)));
        }
        return calls;
    }

    /** @return the places of the events that are kept, which {@link #forget} takes */
    private List<byte[]> announce(List<NewEvent> events, List<Call> entries) {
        var calls = new ArrayList<Call>();
        if (settings.recording().recorded()) {
            events.forEach(event -> calls.add(record(event)));
        }
        var recorded = calls.size();
        calls.addAll(entries);
        if (calls.isEmpty()) {
            return List.of();
        }
        var answers = runner.attempt(calls);
        var places = answers.subList(0, recorded).stream()
                .filter(answer -> !(answer instanceof StoreRefusedException))
                .map(ScriptValues::data)
                .filter(place -> place.length > 0)
                .toList();
        for (var answer : answers) {
            if (answer instanceof StoreRefusedException refusal) {
                throw takenBack(settings, places, refusal);
            }
        }
        return places;
    }

    private void forget(RedisSettings owner, List<byte[]> events) {
        if (!events.isEmpty()) {
            var arguments = new ArrayList<Object>(events);
            arguments.add(0, bytes(RedisEventFeed.GROUP));
            runner.runTwice(Script.FORGET, List.of(bytes(owner.events())), arguments.toArray());
        }
    }

    private Made saveInPlace(SessionWrite write) {
        var sent = store.save(
                write.expectedVersion(),
                List.of(key(write.id()), key(write.id())),
                sentAt -> document(
                        write, write.expectedVersion(), sentAt, write.parts().written()));
        if (sent.value() instanceof Long now && now < MOVED) {
            runner.together(entries(write));
        }
        var result = result(sent);
        return new Made(result, result instanceof SaveResult.Saved && (sent.again() || !ALREADY.equals(sent.value())));
    }

    /** The new id is made first: until the old one has ended nobody knows it, and if that fails it is gone again. */
    private Made move(SessionWrite write, SessionId former) {
        var parts = new HashMap<>(kept(write, former));
        parts.putAll(write.parts().written());
        var sent =
                store.save(0, List.of(key(write.id()), key(write.id())), sentAt -> document(write, 0, sentAt, parts));
        var made = result(sent);
        if (!(made instanceof SaveResult.Saved)) {
            return new Made(made, false);
        } else if (ALREADY.equals(sent.value()) && !sent.again()) {
            return new Made(made, false);
        }
        var left = leave(write, former);
        if (left.value() instanceof Long now && now >= 0) {
            return new Made(made, true);
        }
        unmake(write);
        if (left.again()) {
            throw runner.unavailable(null);
        }
        return new Made(lost(left), false);
    }

    private ScriptRunner.Answer leave(SessionWrite write, SessionId former) {
        try {
            return runner.ask(Script.LEAVE, List.of(key(former)), bytes(write.expectedVersion()), grace(), bytes(1));
        } catch (StoreRefusedException e) {
            if (e.certain()) {
                unmake(write);
            }
            throw e;
        }
    }

    /** The session goes on under the id before. */
    private void unmake(SessionWrite write) {
        runner.runTwice(Script.LEAVE, List.of(key(write.id())), bytes(write.expectedVersion() + 1), grace(), bytes(0));
    }

    private SaveResult lost(ScriptRunner.Answer left) {
        if (Long.valueOf(MOVED).equals(left.value())) {
            throw new SessionMovedException();
        }
        return left.value() instanceof List<?> current
                ? new SaveResult.Stale(store.stored(current))
                : new SaveResult.Gone();
    }

    /** Parts that the change leaves as they are lie in the slot of the old id. */
    private Map<Integer, byte[]> kept(SessionWrite write, SessionId former) {
        var numbers = numbersOf(write.document())
                .filter(number -> !write.parts().written().containsKey(number))
                .toList();
        return numbers.isEmpty() ? Map.of() : store.parts(former, numbers);
    }

    /** The highest number stands in the clear; not each below it is there. */
    private static Stream<Integer> numbersOf(byte[] document) {
        var head = new String(document, 0, Math.min(document.length, 120), StandardCharsets.ISO_8859_1);
        var found = PARTS.matcher(head);
        var highest = found.find() ? Integer.parseInt(found.group(1)) : 0;
        return IntStream.rangeClosed(1, highest).boxed();
    }

    /** As save.lua takes it, with nothing for the indexes and no events. */
    private Object[] document(SessionWrite write, long expected, long sentAt, Map<Integer, byte[]> parts) {
        return new SaveArguments(
                        expected,
                        write.document(),
                        RedisSessionStore.base(write.base(), sentAt),
                        RedisSessionStore.changesNothingElse(write) ? store.wholeTime(write.idle()) : NOTHING)
                .ends(write.idle(), write.until(), grace(), slack())
                .ids("", write.id(), write.id())
                .alone()
                .parts(parts, write.parts().dropped())
                .toArray();
    }

    private SaveResult result(ScriptRunner.Answer sent) {
        if (sent.value() instanceof List<?> current) {
            if (sent.again()) {
                throw runner.unavailable(null);
            }
            return new SaveResult.Stale(store.stored(current));
        }
        var now = whole(sent.value());
        if (now == MOVED) {
            throw new SessionMovedException();
        } else if (now == GONE) {
            return new SaveResult.Gone();
        }
        return new SaveResult.Saved(
                ALREADY.equals(now) || now == RedisSessionStore.SAVED ? store.now() : store.told(Math.abs(now)));
    }

    Optional<Map<Integer, byte[]>> end(SessionId id, NewEvent ended, List<Integer> wanted) {
        var owner = settings.of(ended.context().application());
        var announced = announce(List.of(ended), List.of());
        var answer = change(owner, announced, Script.END, id, store.endArguments(id, ended, wanted));
        if (answer.isEmpty()) {
            forget(owner, announced);
            return Optional.empty();
        }
        var parts = endedHere(answer, owner, announced);
        runner.send(leftovers(owner, id, ended.context().user(), true));
        return parts;
    }

    private List<?> change(
            RedisSettings owner, List<byte[]> announced, Script script, SessionId id, Object... arguments) {
        try {
            return list(runner.runTwice(script, List.of(key(id)), arguments));
        } catch (StoreRefusedException e) {
            throw takenBack(owner, announced, e);
        }
    }

    /** What is lost of this is repaired by whoever comes by. */
    private List<Call> leftovers(RedisSettings owner, SessionId id, @Nullable String user, boolean gone) {
        var calls = new ArrayList<Call>();
        if (gone) {
            calls.add(place(owner, id, ""));
        }
        if (user != null) {
            calls.add(call(Script.WITHDRAW, owner.userIndex(user), bytes(id.value())));
        }
        return calls;
    }

    List<ExpiredSession> expire(int most, long lease, Function<ExpiredSession, NewEvent> ended) {
        var expired = new ArrayList<ExpiredSession>();
        while (expired.size() < most) {
            var ids = ids(runner.runTwice(
                    Script.LEASE,
                    List.of(bytes(settings.expiries())),
                    bytes(Math.min(AT_ONCE, most - expired.size())),
                    bytes(lease)));
            if (ids.isEmpty()) {
                break;
            }
            expired.addAll(remove(over(ids), ended));
        }
        return expired;
    }

    /** Those whose time is over; those that live on get their place, those that are gone leave the index. */
    private List<ExpiredSession> over(List<SessionId> ids) {
        var looks = runner.together(ids.stream()
                .map(id -> new Call(Script.LOOK, List.of(key(id)), new Object[] {grace()}))
                .toList());
        var over = new ArrayList<ExpiredSession>();
        var places = new ArrayList<Object>();
        // to take nothing out needs no memory, and what stands behind it is not refused where memory is full
        places.add(NOTHING);
        places.add(NOTHING);
        for (var i = 0; i < ids.size(); i++) {
            if (looks.get(i) instanceof List<?> document) {
                over.add(new ExpiredSession(ids.get(i), ScriptValues.data(ScriptValues.at(document, 0)), Map.of()));
            } else {
                var left = whole(looks.get(i));
                places.add(bytes(ids.get(i).value()));
                places.add(bytes(left == GONE ? "" : Long.toString(left)));
            }
        }
        if (places.size() > 2) {
            runner.runTwice(Script.PLACE, List.of(bytes(settings.expiries())), places.toArray());
        }
        return over;
    }

    private List<ExpiredSession> remove(List<ExpiredSession> over, Function<ExpiredSession, NewEvent> ended) {
        var removed = new ArrayList<ExpiredSession>();
        for (var session : over) {
            var event = ended.apply(session);
            var announced = announce(List.of(event), List.of());
            var answer = change(settings, announced, Script.REMOVE, session.id(), grace(), bytes(event.id()));
            if (answer.isEmpty()) {
                forget(settings, announced);
            } else {
                runner.send(leftovers(settings, session.id(), event.context().user(), true));
                removed.add(new ExpiredSession(session.id(), session.document(), ScriptValues.parts(answer)));
            }
        }
        return removed;
    }

    /** Who is in the index and does not live is passed over. */
    private Optional<Map<Integer, byte[]>> endedHere(List<?> answer, RedisSettings owner, List<byte[]> announced) {
        try {
            return RedisSessionStore.ended(answer);
        } catch (SessionMovedException e) {
            forget(owner, announced);
            throw e;
        }
    }

    List<SessionId> sessionsOf(String user) {
        var ids = ids(runner.runTwice(Script.ENROLLED, List.of(bytes(settings.userIndex(user)))));
        var looks = looks(ids);
        var live = new ArrayList<SessionId>();
        for (var i = 0; i < ids.size(); i++) {
            if (looks.get(i) instanceof List<?>) {
                live.add(ids.get(i));
            }
        }
        return live;
    }

    private static List<SessionId> ids(Object answer) {
        return list(answer).stream()
                .map(id -> SessionId.parse(text(id == null ? "" : id)).orElseThrow(ScriptValues::notUnderstood))
                .toList();
    }

    private Call record(NewEvent event) {
        return call(
                Script.RECORD,
                settings.of(event.context().application()).events(),
                EventArguments.ofChange(event, settings.recording().bytes()));
    }

    private Call place(RedisSettings owner, SessionId id, String left) {
        return call(Script.PLACE, owner.expiries(), bytes(id.value()), bytes(left));
    }

    private static Call call(Script script, String key, Object... arguments) {
        return new Call(script, List.of(bytes(key)), arguments);
    }

    private byte[] key(SessionId id) {
        return bytes(settings.keyPrefix() + id.value());
    }

    private byte[] slack() {
        return bytes(settings.slack().most());
    }

    private byte[] grace() {
        return bytes(settings.grace().toMillis());
    }
}
