package org.vedfolnir.session.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.ExpiredSession;
import org.vedfolnir.session.store.Fingerprint;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.PartChanges;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionStore;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.StoredSession;

/** Sessions in Redis. It starts without Redis, and finds it when it comes. Thread-safe. */
public final class RedisSessionStore implements SessionStore {

    private static final int THREADS = 2;
    private static final int WARM_UPS = 4;
    private static final long FOREIGN = -2;
    private static final byte[] NOTHING = {};
    /** How long a node has to remove the expired sessions that it took; the others follow up a node that died meanwhile. */
    private static final Duration LEASE = Duration.ofSeconds(10);
    /** As much as a node takes at once: what is read of it is in memory while the listeners are told. */
    private static final long MOST_BYTES = 4 << 20;

    private static final SessionId NOBODY = new SessionId("nobody-nobody-nobody-nobody");

    private final RedisSettings settings;
    private final StoreThreads threads = new StoreThreads(THREADS);
    private final RedissonClient redisson;
    private final ScriptRunner runner;
    private final StoreClock clock = new StoreClock(System::nanoTime);

    public RedisSessionStore(RedisSettings settings) {
        this.settings = settings;
        var credentials = new RedisCredentials(settings.access().login(), System::nanoTime);
        var config = ClientConfig.of(settings, credentials);
        threads.serve(config);
        this.redisson = StoreThreads.withOwnLoader(() -> Redisson.create(config));
        this.runner = new ScriptRunner(new ScriptSender(redisson), settings, credentials);
        warmUp();
    }

    /**
     * The first command connects and loads a thousand classes: on a busy machine that takes longer than a command may, and the first
     * visitor would get a 503. Here nobody waits, and a Redis that is down is found by whoever needs it.
     */
    private void warmUp() {
        var answers = false;
        for (var i = 0; i < WARM_UPS && !answers; i++) {
            answers = runner.answers(
                    Script.OPEN,
                    List.of(key(NOBODY)),
                    bytes(Fingerprint.NONE.hex()),
                    bytes(-1),
                    bytes(settings.grace().toMillis()));
        }
    }

    @Override
    public OpenResult open(SessionId id, Fingerprint known) {
        return opened(id, known, settings.touchInterval().toMillis());
    }

    @Override
    public Optional<StoredSession> peek(SessionId id) {
        return opened(id, Fingerprint.NONE, -1) instanceof OpenResult.Changed changed
                ? Optional.of(changed.session())
                : Optional.empty();
    }

    private OpenResult opened(SessionId id, Fingerprint known, long touch) {
        var answer = runner.runTwice(
                Script.OPEN,
                List.of(key(id)),
                bytes(known.hex()),
                bytes(touch),
                bytes(settings.grace().toMillis()));
        if (answer instanceof List<?> document) {
            return new OpenResult.Changed(stored(document));
        }
        var used = (Long) answer;
        return used >= 0
                ? new OpenResult.Unchanged(now() - used)
                : used == FOREIGN ? new OpenResult.Foreign() : new OpenResult.Gone();
    }

    @Override
    public SaveResult save(SessionWrite write) {
        var arguments = new ArrayList<Object>();
        arguments.add(bytes(write.expectedVersion()));
        arguments.add(write.document());
        arguments.add(bytes(write.idle()));
        arguments.add(bytes(write.until()));
        arguments.add(bytes(settings.grace().toMillis()));
        arguments.add(bytes(write.id().value()));
        arguments.add(bytes(write.currentId().value()));
        arguments.add(bytes(settings.mostEvents()));
        arguments.add(write.user() == null ? NOTHING : bytes(write.mostSessions()));
        arguments.add(bytes(leavesIndex(write) ? 1 : 0));
        arguments.add(bytes(write.events().size()));
        for (var event : write.events()) {
            var fields = EventFields.of(event);
            arguments.add(bytes(fields.size() * 2L));
            addAll(arguments, fields);
        }
        addParts(arguments, write.parts());
        var sent = runner.ask(
                Script.SAVE,
                List.of(
                        key(write.id()),
                        key(write.currentId()),
                        expiries(),
                        stream(),
                        index(write.user()),
                        index(write.formerUser())),
                arguments.toArray());
        if (sent.value() instanceof List<?> other) {
            return other.size() == 2
                    ? new SaveResult.Full(new SessionId(text(other.get(0))), (byte[]) other.get(1))
                    : stale(other, sent.again());
        }
        var now = (Long) sent.value();
        return now >= 0 ? new SaveResult.Saved(clock.told(now)) : new SaveResult.Gone();
    }

    private static void addParts(List<Object> arguments, PartChanges parts) {
        parts.written().forEach((number, value) -> {
            arguments.add(bytes(number));
            arguments.add(value);
        });
        parts.dropped().forEach(number -> {
            arguments.add(bytes(number));
            arguments.add(NOTHING);
        });
    }

    private static boolean leavesIndex(SessionWrite write) {
        return write.formerUser() != null
                && (write.formerId() != null || !write.formerUser().equals(write.user()));
    }

    /** After a lost answer nobody can tell whether the newer version contains the change; a second time it would count twice. */
    private SaveResult stale(List<?> answer, boolean again) {
        if (again) {
            throw runner.unavailable(null);
        }
        return new SaveResult.Stale(stored(answer));
    }

    @Override
    public Map<Integer, byte[]> parts(SessionId id, List<Integer> numbers) {
        var values = list(runner.runTwice(
                Script.PARTS,
                List.of(key(id)),
                numbers.stream().map(RedisSessionStore::bytes).toArray()));
        var parts = new HashMap<Integer, byte[]>();
        for (var i = 0; i < numbers.size(); i++) {
            var value = (byte[]) values.get(i);
            if (value.length > 0) {
                parts.put(numbers.get(i), value);
            }
        }
        return parts;
    }

    @Override
    public Optional<Map<Integer, byte[]>> end(SessionId id, NewEvent ended, List<Integer> parts) {
        var user = ended.context().user();
        var arguments = new ArrayList<Object>();
        arguments.add(bytes(id.value()));
        arguments.add(bytes(settings.grace().toMillis()));
        arguments.add(bytes(settings.mostEvents()));
        arguments.add(bytes(user == null ? 0 : 1));
        arguments.add(bytes(parts.stream().map(String::valueOf).collect(Collectors.joining(","))));
        addAll(arguments, EventFields.of(ended));
        var answer = list(
                runner.runTwice(Script.END, List.of(key(id), expiries(), stream(), index(user)), arguments.toArray()));
        return answer.isEmpty() ? Optional.empty() : Optional.of(parts(answer));
    }

    private static Map<Integer, byte[]> parts(List<?> answer) {
        var parts = new HashMap<Integer, byte[]>();
        for (var i = 1; i + 1 < answer.size(); i += 2) {
            parts.put((int) number(answer.get(i)), (byte[]) answer.get(i + 1));
        }
        return parts;
    }

    /** Sessions that were used since they were indexed cost a look each; they must not hide those that are over behind them. */
    @Override
    public List<ExpiredSession> expire(int most, Function<ExpiredSession, NewEvent> ended) {
        var expired = new ArrayList<ExpiredSession>();
        List<?> due;
        do {
            due = claim(most);
            var claimed = new ArrayList<ExpiredSession>();
            for (var i = 1; i + 1 < due.size(); i += 2) {
                claimed.add(new ExpiredSession(new SessionId(text(due.get(i))), (byte[]) due.get(i + 1), Map.of()));
            }
            expired.addAll(remove(claimed, ended));
        } while (expired.isEmpty() && number(due.get(0)) >= most);
        return expired;
    }

    /** The nodes share the work: while the lease lasts, no other node is given the same ones. */
    private List<?> claim(int most) {
        return list(runner.runTwice(
                Script.CLAIM,
                List.of(expiries()),
                bytes(settings.keyPrefix()),
                bytes(most),
                bytes(settings.grace().toMillis()),
                bytes(LEASE.toMillis()),
                bytes(MOST_BYTES)));
    }

    private List<ExpiredSession> remove(List<ExpiredSession> claimed, Function<ExpiredSession, NewEvent> ended) {
        if (claimed.isEmpty()) {
            return List.of();
        }
        var arguments = new ArrayList<Object>();
        arguments.add(bytes(settings.keyPrefix()));
        arguments.add(bytes(settings.grace().toMillis()));
        arguments.add(bytes(settings.mostEvents()));
        claimed.forEach(session -> addEnd(arguments, session.id(), ended.apply(session)));
        var sent = runner.ask(Script.EXPIRE, List.of(expiries(), stream()), arguments.toArray());
        var answers = list(sent.value());
        var removed = new ArrayList<ExpiredSession>();
        for (var i = 0; i < claimed.size(); i++) {
            var answer = list(answers.get(i));
            // a second time, what is gone was removed by the first, whose answer was lost: the lease is ours
            if (!answer.isEmpty() || sent.again()) {
                var session = claimed.get(i);
                removed.add(new ExpiredSession(session.id(), session.document(), parts(answer)));
            }
        }
        return removed;
    }

    private void addEnd(List<Object> arguments, SessionId id, NewEvent ended) {
        var user = ended.context().user();
        var fields = EventFields.of(ended);
        arguments.add(bytes(id.value()));
        arguments.add(bytes(user == null ? "" : settings.userIndex(user)));
        arguments.add(bytes(fields.size() * 2L));
        addAll(arguments, fields);
    }

    @Override
    public List<SessionId> sessionsOf(String user) {
        return list(runner.runTwice(
                        Script.MEMBERS,
                        List.of(index(user)),
                        bytes(settings.keyPrefix()),
                        bytes(settings.grace().toMillis())))
                .stream()
                .flatMap(id -> SessionId.parse(text(id)).stream())
                .toList();
    }

    @Override
    public void record(NewEvent event) {
        var arguments = new ArrayList<Object>();
        arguments.add(bytes(settings.mostEvents()));
        addAll(arguments, EventFields.of(event));
        runner.runOnce(Script.RECORD, List.of(stream()), arguments.toArray());
    }

    @Override
    public EventFeed events() {
        return new RedisEventFeed(
                runner,
                settings.events(),
                settings.node(),
                settings.readerDeadAfter().toMillis());
    }

    @Override
    public long now() {
        var known = clock.now();
        return known.isPresent() ? known.getAsLong() : clock.told((Long) runner.runTwice(Script.TIME, List.of()));
    }

    @Override
    public void close() {
        redisson.shutdown(0, 2, TimeUnit.SECONDS);
        threads.close();
    }

    private byte[] key(SessionId id) {
        return bytes(settings.keyPrefix() + id.value());
    }

    private byte[] expiries() {
        return bytes(settings.expiries());
    }

    private byte[] stream() {
        return bytes(settings.events());
    }

    private byte[] index(@Nullable String user) {
        return user == null ? expiries() : bytes(settings.userIndex(user));
    }

    private StoredSession stored(List<?> answer) {
        return new StoredSession(
                (Long) answer.get(2), (byte[]) answer.get(3), (Long) answer.get(0), clock.told((Long) answer.get(1)));
    }

    private static void addAll(List<Object> arguments, Map<String, String> fields) {
        fields.forEach((name, value) -> {
            arguments.add(bytes(name));
            arguments.add(bytes(value));
        });
    }

    static List<?> list(Object answer) {
        return (List<?>) answer;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(long number) {
        return bytes(Long.toString(number));
    }

    static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    private static long number(Object bytes) {
        return Long.parseLong(text(bytes));
    }
}
