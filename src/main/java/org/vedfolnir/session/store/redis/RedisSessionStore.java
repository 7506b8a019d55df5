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
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.Config;
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
    private static final int CONNECTIONS = 8;
    private static final int WARM_UPS = 4;
    private static final SessionId NOBODY = new SessionId("nobody-nobody-nobody-nobody");

    private final RedisSettings settings;
    private final StoreThreads threads = new StoreThreads(THREADS);
    private final RedissonClient redisson;
    private final ScriptRunner runner;
    private final StoreClock clock = new StoreClock(System::nanoTime);

    public RedisSessionStore(RedisSettings settings) {
        this.settings = settings;
        var config = config(settings);
        threads.serve(config);
        this.redisson = StoreThreads.withOwnLoader(() -> Redisson.create(config));
        this.runner = new ScriptRunner(redisson, settings);
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
                    RScript.ReturnType.LIST,
                    List.of(key(NOBODY)),
                    bytes(Fingerprint.NONE.hex()),
                    bytes(-1),
                    bytes(settings.grace().toMillis()));
        }
    }

    private static Config config(RedisSettings settings) {
        var config = new Config();
        config.setCodec(ByteArrayCodec.INSTANCE);
        config.setLazyInitialization(true);
        var timeout = (int) settings.commandTimeout().toMillis();
        config.useSingleServer()
                .setAddress(settings.redisUrl().getScheme() + "://"
                        + settings.redisUrl().getHost() + ":" + settings.port())
                .setDatabase(settings.database())
                .setConnectionPoolSize(CONNECTIONS)
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionMinimumIdleSize(0)
                .setTimeout(timeout)
                .setConnectTimeout(timeout)
                .setRetryAttempts(0);
        var user = settings.redisUrl().getUserInfo();
        if (user != null) {
            var colon = user.indexOf(':');
            config.setUsername(colon > 0 ? user.substring(0, colon) : null);
            config.setPassword(user.substring(colon + 1));
        }
        return config;
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
        var answer = list(runner.runTwice(
                Script.OPEN,
                RScript.ReturnType.LIST,
                List.of(key(id)),
                bytes(known.hex()),
                bytes(touch),
                bytes(settings.grace().toMillis())));
        return switch (text(answer.get(0))) {
            case "unchanged" -> new OpenResult.Unchanged(number(answer.get(1)), told(answer.get(2)));
            case "changed" -> new OpenResult.Changed(stored(answer));
            case "foreign" -> new OpenResult.Foreign();
            default -> new OpenResult.Gone();
        };
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
                RScript.ReturnType.LIST,
                List.of(
                        key(write.id()),
                        key(write.currentId()),
                        expiries(),
                        stream(),
                        index(write.user()),
                        index(write.formerUser())),
                arguments.toArray());
        var answer = list(sent.value());
        return switch (text(answer.get(0))) {
            case "saved" -> new SaveResult.Saved(told(answer.get(1)));
            case "stale" -> stale(answer, sent.again());
            default -> new SaveResult.Gone();
        };
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
                        Script.END,
                        RScript.ReturnType.LONG,
                        List.of(key(id), expiries(), stream(), index(user)),
                        arguments.toArray()));
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
                RScript.ReturnType.LIST,
                List.of(expiries()),
                bytes(settings.keyPrefix()),
                bytes(most),
                bytes(settings.grace().toMillis())));
    }

    @Override
    public long count() {
        return (Long) runner.runTwice(Script.COUNT, RScript.ReturnType.LONG, List.of(expiries()));
    }

    @Override
    public List<SessionId> list(int from, int most) {
        return list(runner.runTwice(
                        Script.LIST,
                        RScript.ReturnType.LIST,
                        List.of(expiries()),
                        bytes(from),
                        bytes(from + (long) most - 1)))
                .stream()
                .flatMap(id -> SessionId.parse(text(id)).stream())
                .toList();
    }

    @Override
    public List<SessionId> sessionsOf(String user) {
        return list(runner.runTwice(
                        Script.MEMBERS,
                        RScript.ReturnType.LIST,
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
        runner.runOnce(Script.RECORD, RScript.ReturnType.LONG, List.of(stream()), arguments.toArray());
    }

    @Override
    public EventFeed events() {
        return new RedisEventFeed(
                runner, stream(), settings.node(), settings.readerDeadAfter().toMillis());
    }

    @Override
    public long now() {
        var known = clock.now();
        return known.isPresent()
                ? known.getAsLong()
                : clock.told((Long) runner.runTwice(Script.TIME, RScript.ReturnType.LONG, List.of()));
    }

    @Override
    public void close() {
        redisson.shutdown(0, 2, TimeUnit.SECONDS);
        threads.close();
    }

    private String key(SessionId id) {
        return settings.keyPrefix() + id.value();
    }

    private String expiries() {
        return settings.expiries();
    }

    private String stream() {
        return settings.namespace() + "events";
    }

    private String index(@Nullable String user) {
        return user == null ? expiries() : settings.userIndex(user);
    }

    private StoredSession stored(List<?> answer) {
        return new StoredSession(
                number(answer.get(3)), (byte[]) answer.get(4), number(answer.get(1)), told(answer.get(2)));
    }

    private long told(Object now) {
        return clock.told(number(now));
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
