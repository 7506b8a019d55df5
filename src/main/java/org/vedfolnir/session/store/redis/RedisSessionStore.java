package org.vedfolnir.session.store.redis;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;
import static org.vedfolnir.session.store.redis.script.ReplyValues.at;
import static org.vedfolnir.session.store.redis.script.ReplyValues.data;
import static org.vedfolnir.session.store.redis.script.ReplyValues.notUnderstood;
import static org.vedfolnir.session.store.redis.script.ReplyValues.number;
import static org.vedfolnir.session.store.redis.script.ReplyValues.text;
import static org.vedfolnir.session.store.redis.script.ReplyValues.whole;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.EventSum;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.event.Standing;
import org.vedfolnir.session.store.AttemptStore;
import org.vedfolnir.session.store.ChangeListener;
import org.vedfolnir.session.store.EndNotReplicatedException;
import org.vedfolnir.session.store.EventBacklog;
import org.vedfolnir.session.store.ExpiredSession;
import org.vedfolnir.session.store.Failover;
import org.vedfolnir.session.store.Fingerprint;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionCount;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionMovedException;
import org.vedfolnir.session.store.SessionOwner;
import org.vedfolnir.session.store.SessionStore;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.SignOnStore;
import org.vedfolnir.session.store.StoreCondition;
import org.vedfolnir.session.store.StoreRefusedException;
import org.vedfolnir.session.store.StoreUnavailableException;
import org.vedfolnir.session.store.StoredSession;
import org.vedfolnir.session.store.redis.client.ClientConfig;
import org.vedfolnir.session.store.redis.client.LastConnectionFailure;
import org.vedfolnir.session.store.redis.client.RedisCredentialsResolver;
import org.vedfolnir.session.store.redis.client.ScanLogFilter;
import org.vedfolnir.session.store.redis.client.StoreThreads;
import org.vedfolnir.session.store.redis.diagnostics.RedisDiagnostics;
import org.vedfolnir.session.store.redis.diagnostics.RedisInfo;
import org.vedfolnir.session.store.redis.execution.RedisTopology;
import org.vedfolnir.session.store.redis.execution.ScriptReply;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.execution.ShardReplies;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.keys.Shards;
import org.vedfolnir.session.store.redis.script.EventArguments;
import org.vedfolnir.session.store.redis.script.ReplyValues;
import org.vedfolnir.session.store.redis.script.SaveArguments;
import org.vedfolnir.session.store.redis.script.Script;
import org.vedfolnir.session.store.redis.script.ScriptCall;
import org.vedfolnir.session.store.redis.settings.RedisSettings;
import org.vedfolnir.session.store.redis.settings.SecurityWrites;
import org.vedfolnir.session.store.redis.tracking.InvalidationFeed;

/** Sessions in Redis. It starts without Redis, and finds it when it comes. Thread-safe. */
public final class RedisSessionStore implements SessionStore {

    private static final System.Logger LOG = System.getLogger(RedisSessionStore.class.getName());

    private static final int THREADS = 2;
    private static final int WARM_UPS = 4;

    static final long GONE = -1;
    private static final long MOVED = -2;
    static final long SAVED = 1;
    private static final long FOREIGN = -2;
    private static final byte[] NO_TOUCH = {'-', '1'};
    /** A user's index is moved away by one save in so many: it lives for 30 days. */
    private static final int INDEXED_EACH = 16;

    /** Nodes look every ten seconds. */
    private static final Duration TOLD_FOR = Duration.ofMinutes(1);

    private static final byte[] NOTHING = {};

    private static final SessionId NOBODY = new SessionId("nobody-nobody-nobody-nobody");

    private final RedisSettings settings;
    private final StoreThreads threads = new StoreThreads(THREADS);
    private final RedissonClient redisson;
    private final RedisTopology servers;
    private final ScriptRunner runner;
    private volatile @Nullable InvalidationFeed follower;
    private final RedisDiagnostics examination;
    private final Shards shards;
    private final List<ShardKeys> keys;
    /** On Redis Cluster only: elsewhere the script of a change tells the index too. */
    private final @Nullable ClusterUserIndex indexes;

    private final @Nullable IndexSweep sweep;
    private volatile List<Failover> failovers = List.of();
    private final ExpiredSessionRemoval expired;
    private final SignOnStore signOns;
    private final AttemptStore attempts;
    private final EventFeed events;

    private final StoreClock clock = new StoreClock(System::nanoTime);
    // said with each request, so made once
    private final boolean waits;
    private final byte[] grace;
    private final byte[] touch;
    private final byte[] slack;

    public RedisSessionStore(RedisSettings settings) {
        this.settings = settings;
        this.waits = settings.securityWrites() == SecurityWrites.REPLICATED;
        this.grace = bytes(settings.grace().toMillis());
        this.touch = bytes(settings.touchInterval().toMillis());
        this.slack = bytes(settings.slack().most());

        var credentials = new RedisCredentialsResolver(settings.access().login(), System::nanoTime);
        var trouble = new LastConnectionFailure(System::nanoTime);
        var config = ClientConfig.of(settings, credentials, trouble);
        threads.serve(config);
        this.redisson = StoreThreads.withOwnLoader(() -> {
            ScanLogFilter.begin();
            return Redisson.create(config);
        });
        this.shards = Shards.of(config.isClusterConfig());
        this.keys = shards.keys(settings);
        this.servers = new RedisTopology(redisson, settings);
        this.examination = new RedisDiagnostics(
                redisson,
                config,
                settings.commandTimeout(),
                this::now,
                place -> servers.info(place).map(info -> new RedisInfo(place, info)),
                settings.said());
        this.runner = new ScriptRunner(servers, settings, credentials, trouble);
        this.indexes = config.isClusterConfig() ? new ClusterUserIndex(runner, settings, this) : null;
        this.sweep = indexes == null ? null : new IndexSweep(runner, settings, keys, this, indexes);
        this.expired = new ExpiredSessionRemoval(runner, settings, keys, indexes);
        this.signOns = new RedisSignOnStore(this, settings);
        this.attempts = new RedisAttemptStore(runner, settings);
        this.events = settings.recording().recorded() ? new RedisEventFeed(runner, settings, keys) : new NoEvents();
        warmUp();
    }

    /**
     * The first command connects and loads a thousand classes: on a busy machine that takes longer than a command may, and the first
     * visitor would get a 503. Here nobody waits, and a Redis that is down is found by whoever needs it.
     */
    private void warmUp() {
        var answers = false;
        for (var i = 0; i < WARM_UPS && !answers; i++) {
            answers =
                    runner.answersBothWays(Script.OPEN, List.of(key(NOBODY)), NOTHING, NO_TOUCH, grace, NOTHING, slack);
        }
        if (answers) {
            meet();
        }
    }

    /** The first session that begins here says when; and a Redis that has a name from the start cannot be emptied unnoticed. */
    private void meet() {
        try {
            now();
            events.generation();
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "Redis did not tell its time yet: {0}", e.getMessage());
        }
    }

    @Override
    public OpenResult open(SessionId id, Fingerprint known) {
        return opened(key(id), known, true);
    }

    /** A session without an idle timeout has no end that moves: of these, saves renew the entry. */
    @Override
    public void used(SessionId id, long lastAccess, long idle, long until, Supplier<@Nullable String> user) {
        if (indexes != null && now() - lastAccess >= settings.slack().touch(idle)) {
            indexes.renew(id, idle, until, user.get());
        }
    }

    @Override
    public Optional<StoredSession> peek(SessionId id) {
        return opened(key(id), Fingerprint.NONE, false) instanceof OpenResult.Changed changed
                ? Optional.of(changed.session())
                : Optional.empty();
    }

    /** @param use whether the end of what lies there moves */
    OpenResult opened(byte[] key, Fingerprint known, boolean use) {
        var answer = openedAnswer(key, known, use);
        if (answer instanceof List<?> document) {
            return new OpenResult.Changed(stored(document));
        }
        var used = whole(answer);
        if (used >= 0 && !known.isNone()) {
            return new OpenResult.Unchanged(now() - used);
        } else if (used == FOREIGN) {
            return new OpenResult.Foreign();
        } else if (used == GONE) {
            return new OpenResult.Gone();
        }
        throw notUnderstood();
    }

    /** A Redis whose disk is full refuses to move an end, and still has what lies there. */
    private Object openedAnswer(byte[] key, Fingerprint known, boolean use) {
        try {
            return runner.runTwice(
                    Script.OPEN,
                    List.of(key),
                    bytes(known.end()),
                    use ? touch(known.idle()) : NO_TOUCH,
                    grace,
                    wholeTime(known.idle()),
                    slack);
        } catch (StoreRefusedException e) {
            if (use && e.readable()) {
                return openedAnswer(key, known, false);
            }
            throw e;
        }
    }

    /** Of a known document; of any other the script shortens it itself. */
    private byte[] touch(long idle) {
        var shortened = settings.slack().touch(idle);
        return shortened == settings.touchInterval().toMillis() ? touch : bytes(shortened);
    }

    /** What a session has to live when it was just used; nothing when its idle timeout is not all that ends it. */
    byte[] wholeTime(long idle) {
        return idle == 0
                ? NOTHING
                : bytes(idle + settings.slack().of(idle) + settings.grace().toMillis());
    }

    /** @throws IllegalArgumentException when the new id is none of {@link #inOneStep} */
    @Override
    public SaveResult save(SessionWrite write) {
        if (write.formerId() != null && !inOneStep(write.formerId(), write.id())) {
            throw new IllegalArgumentException(
                    "On Redis Cluster a session stays in its shard: the new id is of another one. Choose it by inOneStep.");
        }
        return indexes == null ? saveAtOnce(write) : save(write, indexes);
    }

    /** On Redis Cluster, where the user's index is told before and after. */
    private SaveResult save(SessionWrite write, ClusterUserIndex told) {
        if (joinsIndex(write)) {
            var full = told.full(write);
            if (full != null) {
                return full;
            }
            told.enter(write);
        } else if (entersIndex(write)) {
            told.renew(write.id(), write.idle(), write.until(), write.user());
        }
        var saved = saveAtOnce(write);
        if (saved instanceof SaveResult.Saved && write.formerId() != null) {
            told.forget(settings, write.formerUser(), write.formerId());
        } else if (saved instanceof SaveResult.Saved && leavesIndex(write)) {
            told.leave(write.formerUser(), write.id());
        }
        return saved;
    }

    private SaveResult saveAtOnce(SessionWrite write) {
        var of = keysOf(write.id());
        var sent = save(
                write.expectedVersion(),
                List.of(
                        of.session(write.id()),
                        of.session(write.currentId()),
                        of.expiries(),
                        of.events(),
                        index(of, indexedHere(write) ? write.user() : null),
                        index(of, write.formerUser())),
                sentAt -> arguments(write, of, sentAt),
                waits && write.isOfSecurity());
        if (sent.value() instanceof List<?> other) {
            return other.size() == 2
                    ? new SaveResult.Full(new SessionId(text(other.get(0))), (byte[]) other.get(1))
                    : stale(other, sent.again());
        }
        var now = whole(sent.value());
        if (now == MOVED) {
            throw new SessionMovedException();
        } else if (now < GONE) {
            throw notUnderstood();
        }
        return now == GONE ? new SaveResult.Gone() : new SaveResult.Saved(now == SAVED ? now() : clock.told(now));
    }

    private Object[] arguments(SessionWrite write, ShardKeys of, long sentAt) {
        return new SaveArguments(
                        write.expectedVersion(),
                        write.document(),
                        base(write.base(), sentAt),
                        changesNothingElse(write) ? wholeTime(write.idle()) : NOTHING)
                .ends(write.idle(), write.until(), grace, slack)
                .ids(write.formerId() == null ? "" : of.locator(write.handle()), write.id(), write.currentId())
                .indexes(
                        of.eventBytes(),
                        indexedHere(write) ? bytes(write.mostSessions()) : NOTHING,
                        indexes == null && leavesIndex(write),
                        recorded(write.events()))
                .parts(write.parts().written(), write.parts().dropped())
                .toArray();
    }

    /** What a document builds on, or, when it is the first, when it is sent: one that is held up on its way must not begin a session. */
    static byte[] base(Fingerprint base, long sentAt) {
        return sentAt == 0 ? bytes(base.end()) : bytes(sentAt);
    }

    /**
     * Sends a save. What comes too late by Redis' clock goes once more, with its time: this node may have had it wrong, since Redis' clock
     * was set, or another Redis serves.
     *
     * @param expected the version that it builds on
     * @param arguments made anew for each time; from when it is sent, for version 0, else from 0
     * @param copied whether to wait for a replica. When none has it in time it is counted and said, and the change stays: to take it back would
     *     sign the visitor out
     */
    ScriptReply save(long expected, List<byte[]> keys, LongFunction<Object[]> arguments, boolean copied) {
        var sentAt = expected == 0 ? now() : 0;
        for (var i = 0; i < 2; i++) {
            var sent = run(copied, Script.SAVE, keys, arguments.apply(sentAt));
            if (!(sent.value() instanceof List<?> late) || late.size() != 1) {
                return sent;
            }
            sentAt = clock.told(whole(at(late, 0)));
        }
        throw runner.unavailable(null);
    }

    ScriptReply run(boolean copied, Script script, List<byte[]> keys, Object[] arguments) {
        return copied ? runner.askAndWait(script, keys, arguments) : runner.ask(script, keys, arguments);
    }

    /** Whether what takes rights away waits for a replica. */
    boolean waits() {
        return waits;
    }

    private List<NewEvent> recorded(List<NewEvent> events) {
        return settings.recording().recorded() ? events : List.of();
    }

    /** The document alone: no index, no event and no part has to be told. */
    static boolean changesNothingElse(SessionWrite write) {
        return write.formerId() == null
                && write.until() == 0
                && write.idle() == write.base().idle()
                && write.events().isEmpty()
                && write.parts().isEmpty()
                && !entersIndex(write)
                && !leavesIndex(write);
    }

    private boolean indexedHere(SessionWrite write) {
        return indexes == null && entersIndex(write);
    }

    private static boolean entersIndex(SessionWrite write) {
        return joinsIndex(write) || write.user() != null && write.expectedVersion() % INDEXED_EACH == 0;
    }

    private static boolean joinsIndex(SessionWrite write) {
        return write.user() != null
                && (write.formerId() != null || !write.user().equals(write.formerUser()));
    }

    private static boolean leavesIndex(SessionWrite write) {
        return write.formerUser() != null
                && (write.formerId() != null || !write.formerUser().equals(write.user()));
    }

    /** After a lost answer nobody can tell whether the newer version contains the change; a second time it would count twice. */
    SaveResult stale(List<?> answer, boolean again) {
        if (again) {
            throw runner.unavailable(null);
        }
        return new SaveResult.Stale(stored(answer));
    }

    @Override
    public Optional<byte[]> foreign(SessionId id) {
        return runner.runTwice(Script.FOREIGN, List.of(key(id))) instanceof byte[] value
                ? Optional.of(value)
                : Optional.empty();
    }

    @Override
    public boolean adopt(byte[] foreign, SessionWrite write) {
        if (indexes != null) {
            indexes.enter(write);
        }
        var of = keysOf(write.id());
        var indexed = indexes == null && write.user() != null;
        var answer = runner.runOnce(
                Script.ADOPT,
                List.of(of.session(write.id()), of.expiries(), index(of, write.user())),
                foreign,
                write.document(),
                bytes(write.idle()),
                bytes(write.until()),
                grace,
                bytes(write.id().value()),
                bytes(indexed ? 1 : 0));
        return Long.valueOf(1).equals(answer);
    }

    @Override
    public Map<Integer, byte[]> parts(SessionId id, List<Integer> numbers) {
        var of = keysOf(id);
        var values = ReplyValues.list(runner.runTwice(
                Script.PARTS,
                numbers.stream().map(number -> of.part(id, number)).toList()));
        var parts = new HashMap<Integer, byte[]>();
        for (var i = 0; i < numbers.size(); i++) {
            var value = data(at(values, i));
            if (value.length > 0) {
                parts.put(numbers.get(i), value);
            }
        }
        return parts;
    }

    @Override
    public Optional<Map<Integer, byte[]>> end(SessionId id, NewEvent ended, List<Integer> parts) {
        var owner = settings.of(ended.context().application());
        var of = owner == settings ? keysOf(id) : shards.keys(owner, shards.of(id));
        var user = ended.context().user();
        var index = user == null || indexes != null ? of.expiries() : bytes(owner.userIndex(user));
        var keys = List.of(of.session(id), of.expiries(), of.events(), index);
        var sent = run(waits, Script.END, keys, endArguments(of, id, ended, parts));
        var over = ended(ReplyValues.list(sent.value()));
        if (indexes != null && over.isPresent()) {
            indexes.forget(owner, user, id);
        }
        if (over.isPresent() && sent.isUnsafe()) {
            throw new EndNotReplicatedException(sent.copied().toldOf(sent.place()), over.get());
        }
        return over;
    }

    /** @throws SessionMovedException when the script said so */
    private static Optional<Map<Integer, byte[]>> ended(List<?> answer) {
        if (answer.size() == 1 && "moved".equals(text(data(at(answer, 0))))) {
            throw new SessionMovedException();
        }
        return answer.isEmpty() ? Optional.empty() : Optional.of(ReplyValues.parts(answer));
    }

    private Object[] endArguments(ShardKeys of, SessionId id, NewEvent ended, List<Integer> parts) {
        var arguments = new ArrayList<Object>();
        arguments.add(bytes(id.value()));
        arguments.add(grace);
        arguments.add(of.eventBytes());
        arguments.add(bytes(ended.context().user() == null || indexes != null ? 0 : 1));
        arguments.add(bytes(parts.stream().map(String::valueOf).collect(Collectors.joining(","))));
        var reason = ended.event() instanceof SessionEvent.Ended end ? end.reason() : EndReason.INVALIDATED;
        arguments.add(bytes(reason.name()));
        arguments.add(bytes(reason.isToBeTold() ? 1 : 0));
        arguments.add(bytes(ended.id()));
        if (settings.recording().recorded()) {
            EventArguments.all(arguments, EventFields.of(ended));
        }
        return arguments.toArray();
    }

    @Override
    public List<Standing> standings(List<SessionId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var sessions = ids.stream().map(this::key).toList();
        return (indexes == null ? standingsHere(sessions) : standingsOfAll(sessions))
                .stream().map(this::standing).toList();
    }

    private List<?> standingsHere(List<byte[]> sessions) {
        return ReplyValues.list(runner.runTwice(Script.STANDINGS, sessions, grace, slack));
    }

    /** Each may lie in another slot. */
    private List<?> standingsOfAll(List<byte[]> sessions) {
        var calls = sessions.stream()
                .map(key -> new ScriptCall(Script.STANDINGS, List.of(key), new Object[] {grace, slack}))
                .toList();
        var answers = runner.each(calls);
        if (answers.stream().allMatch(StoreUnavailableException.class::isInstance)) {
            throw (StoreUnavailableException) answers.get(0);
        }
        return answers.stream()
                .map(answer -> answer instanceof List<?> one ? at(one, 0) : answer)
                .toList();
    }

    /** @param answer the failure of a master that did not give one */
    private Standing standing(Object answer) {
        if (answer instanceof StoreUnavailableException) {
            return new Standing.Unknown();
        }
        if (answer instanceof List<?> live) {
            var left = whole(at(live, 1));
            return new Standing.Live(
                    whole(at(live, 0)), left < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(left)));
        }
        var text = text(answer);
        return switch (text) {
            case "" -> new Standing.Gone();
            case "moved" -> new Standing.Moved();
            default -> new Standing.Ended(EndReason.named(text));
        };
    }

    @Override
    public List<ExpiredSession> expire(int most, Function<ExpiredSession, NewEvent> ended) {
        return expired.expire(most, ended);
    }

    @Override
    public SessionCount count() {
        var counts = counts();
        return new SessionCount(
                counts.some().stream().mapToLong(ReplyValues::whole).sum(), counts.answered(), counts.masters());
    }

    private ShardReplies counts() {
        return ShardReplies.ask(runner, keys, Script.COUNT, ShardKeys::expiries);
    }

    @Override
    public List<SessionId> list(int from, int most) {
        if (keys.size() == 1) {
            return list(keys.get(0), from, most);
        }
        var ids = new ArrayList<SessionId>();
        var counts = counts();
        var skipped = (long) from;
        for (var shard = 0; shard < keys.size() && ids.size() < most; shard++) {
            var count = counts.has(shard) ? whole(counts.of(shard)) : 0;
            if (skipped < count) {
                ids.addAll(list(keys.get(shard), skipped, (int) Math.min(most - ids.size(), count - skipped)));
            }
            skipped = Math.max(0, skipped - count);
        }
        return ids;
    }

    private List<SessionId> list(ShardKeys of, long from, int most) {
        return ReplyValues.list(
                        runner.runTwice(Script.LIST, List.of(of.expiries()), bytes(from), bytes(from + most - 1)))
                .stream()
                .flatMap(id -> SessionId.parse(text(id)).stream())
                .toList();
    }

    @Override
    public List<SessionId> sessionsOf(String user) {
        if (indexes != null) {
            return indexes.sessionsOf(user);
        }
        var index = List.of(bytes(settings.userIndex(user)));
        return ReplyValues.list(runner.runTwice(Script.MEMBERS, index, bytes(settings.keyPrefix()), grace)).stream()
                .flatMap(id -> SessionId.parse(text(id)).stream())
                .toList();
    }

    @Override
    public void unlist(SessionId id, String user) {
        runner.runTwice(Script.WITHDRAW, List.of(bytes(settings.userIndex(user))), NOTHING, bytes(id.value()));
    }

    @Override
    public Optional<SessionId> idOf(String handle) {
        var asked = keys.stream()
                .map(of -> new ScriptCall(Script.WHERE, List.of(bytes(of.locator(handle))), new Object[0]))
                .toList();
        var answers = runner.each(asked);
        var found = answers.stream()
                .filter(byte[].class::isInstance)
                .flatMap(id -> SessionId.parse(text(id)).stream())
                .findFirst();
        if (found.isEmpty()) {
            // it may lie in the shard that does not answer
            answers.stream()
                    .filter(StoreUnavailableException.class::isInstance)
                    .findFirst()
                    .ifPresent(failure -> {
                        throw (StoreUnavailableException) failure;
                    });
        }
        return found;
    }

    @Override
    public boolean inOneStep(SessionId now, SessionId next) {
        return shards.of(now) == shards.of(next);
    }

    @Override
    public boolean isInReach(SessionId id) {
        return indexes == null || servers.isServing(List.of(key(id)));
    }

    @Override
    public void record(NewEvent event) {
        if (settings.recording().recorded()) {
            var of = keys.get(shardOf(event));
            runner.runTwice(Script.RECORD, List.of(of.events()), EventArguments.record(event, of.eventBytes()));
        }
    }

    /**
     * Those of one session that belong to no change stay in their order, in the shard that its handle gives; what is summed up is counted in one
     * place, since the number of sums is bounded there.
     */
    private int shardOf(NewEvent event) {
        var session = event.context().session();
        return shards.of(session == null || EventSum.isSummed(event.event()) ? settings.application() : session);
    }

    @Override
    public StoreCondition examine() {
        var found = lookedAt();
        var following = follower;
        var refused = Stream.concat(runner.refusals().concerns().stream(), runner.replicas().concerns().stream())
                .toList();
        return new StoreCondition(
                Stream.concat(found.concerns().stream(), refused.stream()).toList(),
                Stream.concat(found.notes().stream(), following == null ? Stream.empty() : following.note().stream())
                        .toList(),
                backlog(),
                Stream.concat(found.said().stream(), refused.stream()).toList());
    }

    private EventBacklog backlog() {
        if (!settings.recording().recorded()) {
            return EventBacklog.NONE;
        }
        var sums = new long[3];
        var fullest = 0.0;
        var answers = runner.each(keys.stream()
                .map(of -> new ScriptCall(Script.BACKLOG, List.of(of.events()), new Object[0]))
                .toList());
        for (var shard = 0; shard < answers.size(); shard++) {
            // what lies in a shard that does not answer is told when it does
            if (answers.get(shard) instanceof List<?> answer) {
                fullest = Math.max(
                        fullest,
                        number(at(answer, 0)) * 1.0 / number(keys.get(shard).eventBytes()));
                for (var i = 0; i < sums.length; i++) {
                    sums[i] += number(at(answer, i));
                }
            }
        }
        var most = settings.recording().bytes();
        // the fullest shard is the first that loses events
        return new EventBacklog(Math.max(sums[0], (long) (fullest * most)), most, sums[1], sums[2]);
    }

    @Override
    public void renewIndexes(BiFunction<SessionId, byte[], Optional<SessionOwner>> owner) {
        if (sweep != null) {
            sweep.goOn(names(examination.failovers()), owner);
            noteFailovers();
        }
    }

    private static List<String> names(List<Failover> failovers) {
        return failovers.stream().map(Failover::name).toList();
    }

    @Override
    public List<Failover> failovers() {
        return failovers;
    }

    /** A sweep after a later one does for those before. */
    private void noteFailovers() {
        var all = examination.failovers();
        var names = names(all);
        failovers = IntStream.range(0, all.size())
                .mapToObj(i -> all.get(i).withLists(sweep == null || sweep.isDoneAfter(names.subList(i, names.size()))))
                .toList();
    }

    /** Nobody may come for a while: whether Redis serves and takes writes is tried here, so that it is said when that changes. */
    private StoreCondition lookedAt() {
        try {
            var found = examination.examine();
            noteFailovers();
            if (runner.isStopped()) {
                runner.look();
            }
            runner.lookAtWrites(settings.keyPrefix() + "beat:look:" + settings.node() + ":");
            if (waits) {
                runner.tryReplicas(keys.stream().map(this::beat).toList());
            }
            return found;
        } catch (StoreUnavailableException e) {
            runner.look();
            throw e;
        }
    }

    /** A key of a shard that nobody reads. */
    private byte[] beat(ShardKeys of) {
        return bytes(text(of.prefix()) + "beat:look:" + settings.node());
    }

    @Override
    public List<String> announceKeys(List<String> marks) {
        var arguments = new ArrayList<Object>();
        arguments.add(bytes(TOLD_FOR.toMillis()));
        marks.forEach(mark -> arguments.add(bytes(mark)));
        return ReplyValues.list(runner.runTwice(Script.KEYS, List.of(bytes(settings.keys())), arguments.toArray()))
                .stream()
                .map(ReplyValues::text)
                .toList();
    }

    @Override
    public int idForm(int own) {
        return (int) whole(runner.runTwice(Script.IDS, List.of(bytes(settings.ids())), bytes(own)));
    }

    @Override
    public long unreplicatedWrites() {
        return runner.replicas().missed();
    }

    @Override
    public SignOnStore signOns() {
        return signOns;
    }

    @Override
    public AttemptStore attempts() {
        return attempts;
    }

    /** Not on Redis Cluster, where each master would have to tell. */
    @Override
    public void follow(ChangeListener listener) {
        if (indexes != null) {
            if (settings.said().begins(this, "tracked " + settings.place(), "")) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "readMode is tracked, but this is a Redis Cluster: each request asks it, as with strict.");
            }
            return;
        }
        follower = new InvalidationFeed(servers, runner, settings, listener, StoreThreads.another("vedfolnir-changes"));
    }

    @Override
    public EventFeed events() {
        return events;
    }

    @Override
    public long now() {
        var known = clock.now();
        return known.isPresent() ? known.getAsLong() : clock.told(whole(runner.runTwice(Script.TIME, List.of())));
    }

    @Override
    public void close() {
        if (follower != null) {
            follower.close();
        }
        servers.close();
        redisson.shutdown(0, 2, TimeUnit.SECONDS);
        threads.close();
        runner.close();
        examination.close();
        settings.said().leaves(this);
    }

    /** Takes what an answer said of Redis' clock, and returns it. */
    long told(long now) {
        return clock.told(now);
    }

    private byte[] key(SessionId id) {
        return keysOf(id).session(id);
    }

    private ShardKeys keysOf(SessionId id) {
        return keys.get(shards.of(id));
    }

    /** On Redis Cluster it lies elsewhere, and the script is not told of it. */
    private byte[] index(ShardKeys of, @Nullable String user) {
        return user == null || indexes != null ? of.expiries() : bytes(settings.userIndex(user));
    }

    /** Reads a session without using it. */
    ScriptCall look(SessionId id) {
        return new ScriptCall(Script.OPEN, List.of(key(id)), new Object[] {NOTHING, NO_TOUCH, grace, NOTHING, slack});
    }

    /** How long a session has to live from now on, in ms; 0 for one without an end. */
    long lives(long idle, long until) {
        var live = idle + settings.slack().of(idle);
        if (until == 0) {
            return live;
        }
        var left = Math.max(1, until - now());
        return live == 0 ? left : Math.min(live, left);
    }

    StoredSession stored(List<?> answer) {
        return new StoredSession(
                whole(at(answer, 2)), data(at(answer, 3)), whole(at(answer, 0)), clock.told(whole(at(answer, 1))));
    }
}
