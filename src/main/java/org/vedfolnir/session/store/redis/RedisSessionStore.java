package org.vedfolnir.session.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.ExpiredSession;
import org.vedfolnir.session.store.Fingerprint;
import org.vedfolnir.session.store.OpenResult;
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
        arguments.add(bytes(write.user() == null ? 0 : 1));
        arguments.add(bytes(leavesIndex(write) ? 1 : 0));
        arguments.add(bytes(write.events().size()));
        for (var event : write.events()) {
            var fields = EventFields.of(event);
            arguments.add(bytes(fields.size() * 2L));
            addAll(arguments, fields);
        }
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
        if (sent.value() instanceof List<?> current) {
            return stale(current, sent.again());
        }
        var now = (Long) sent.value();
        return now >= 0 ? new SaveResult.Saved(clock.told(now)) : new SaveResult.Gone();
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
    public boolean end(SessionId id, NewEvent ended) {
        return end(id, ended, "live");
    }

    private boolean end(SessionId id, NewEvent ended, String state) {
        var user = ended.context().user();
        var arguments = new ArrayList<Object>();
        arguments.add(bytes(id.value()));
        arguments.add(bytes(settings.grace().toMillis()));
        arguments.add(bytes(settings.mostEvents()));
        arguments.add(bytes(user == null ? 0 : 1));
        arguments.add(bytes(state));
        addAll(arguments, EventFields.of(ended));
        return Long.valueOf(1)
                .equals(runner.runTwice(
                        Script.END, List.of(key(id), expiries(), stream(), index(user)), arguments.toArray()));
    }

    /** Sessions that were used since they were indexed cost a look each; they must not hide those that are over behind them. */
    @Override
    public List<ExpiredSession> expire(int most, Function<ExpiredSession, NewEvent> ended) {
        var expired = new ArrayList<ExpiredSession>();
        List<?> due;
        do {
            due = due(most);
            for (var i = 1; i + 1 < due.size(); i += 2) {
                var session = new ExpiredSession(new SessionId(text(due.get(i))), (byte[]) due.get(i + 1));
                if (end(session.id(), ended.apply(session), "over")) {
                    expired.add(session);
                }
            }
        } while (expired.isEmpty() && number(due.get(0)) >= most);
        return expired;
    }

    private List<?> due(int most) {
        return list(runner.runTwice(
                Script.DUE,
                List.of(expiries()),
                bytes(settings.keyPrefix()),
                bytes(most),
                bytes(settings.grace().toMillis())));
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
