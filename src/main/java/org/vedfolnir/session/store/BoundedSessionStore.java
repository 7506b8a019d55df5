package org.vedfolnir.session.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.Standing;

/**
 * Lets only some threads wait for a store at once, so that a slow one leaves the others of the container to pages that need no
 * session. Who finds all places taken is told within {@link #PATIENCE} that the store is unavailable. What background threads ask is
 * not counted. Thread-safe.
 */
public final class BoundedSessionStore implements SessionStore {

    /** A store that is well gives many places back in this time; one that is slow gives none. */
    static final Duration PATIENCE = Duration.ofMillis(50);

    private static final System.Logger LOG = System.getLogger(BoundedSessionStore.class.getName());

    private final SessionStore store;
    private final int most;
    private final Semaphore places;
    private final AtomicBoolean full = new AtomicBoolean();

    /** @param most threads that may wait for the store at once */
    public BoundedSessionStore(SessionStore store, int most) {
        this.store = store;
        this.most = most;
        this.places = new Semaphore(most);
    }

    private <T> T inside(Supplier<T> step) {
        enter();
        try {
            return step.get();
        } finally {
            places.release();
        }
    }

    private void inside(Runnable step) {
        inside(() -> {
            step.run();
            return true;
        });
    }

    private void enter() {
        if (places.tryAcquire()) {
            if (full.get() && places.availablePermits() > most / 2 && full.compareAndSet(true, false)) {
                LOG.log(System.Logger.Level.INFO, "The store is fast enough again.");
            }
            return;
        }
        try {
            if (places.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw refused();
    }

    private StoreUnavailableException refused() {
        var message = "The store is slow: " + most
                + " threads wait for it already (maxStoreThreads), so this request does not."
                + " The session may still exist. Look at the load of the store and at the network.";
        if (full.compareAndSet(false, true)) {
            LOG.log(System.Logger.Level.WARNING, "DEGRADED: {0}", message);
        }
        return new StoreUnavailableException(message, Duration.ofSeconds(1), null);
    }

    @Override
    public OpenResult open(SessionId id, Fingerprint known) {
        return inside(() -> store.open(id, known));
    }

    /** Nobody waits. */
    @Override
    public void used(SessionId id, long lastAccess, long idle, long until, Supplier<@Nullable String> user) {
        store.used(id, lastAccess, idle, until, user);
    }

    @Override
    public Optional<StoredSession> peek(SessionId id) {
        return inside(() -> store.peek(id));
    }

    @Override
    public Optional<byte[]> foreign(SessionId id) {
        return inside(() -> store.foreign(id));
    }

    @Override
    public boolean adopt(byte[] foreign, SessionWrite write) {
        return inside(() -> store.adopt(foreign, write));
    }

    @Override
    public SaveResult save(SessionWrite write) {
        return inside(() -> store.save(write));
    }

    @Override
    public List<Standing> standings(List<SessionId> ids) {
        return inside(() -> store.standings(ids));
    }

    @Override
    public Map<Integer, byte[]> parts(SessionId id, List<Integer> numbers) {
        return inside(() -> store.parts(id, numbers));
    }

    @Override
    public Optional<Map<Integer, byte[]>> end(SessionId id, NewEvent ended, List<Integer> parts) {
        return inside(() -> store.end(id, ended, parts));
    }

    @Override
    public List<ExpiredSession> expire(int most, Function<ExpiredSession, NewEvent> ended) {
        return store.expire(most, ended);
    }

    @Override
    public SessionCount count() {
        return inside(store::count);
    }

    @Override
    public List<SessionId> list(int from, int most) {
        return inside(() -> store.list(from, most));
    }

    @Override
    public List<SessionId> sessionsOf(String user) {
        return inside(() -> store.sessionsOf(user));
    }

    @Override
    public Optional<SessionId> idOf(String handle) {
        return inside(() -> store.idOf(handle));
    }

    @Override
    public boolean inOneStep(SessionId now, SessionId next) {
        return store.inOneStep(now, next);
    }

    @Override
    public void unlist(SessionId id, String user) {
        inside(() -> {
            store.unlist(id, user);
            return true;
        });
    }

    @Override
    public boolean isInReach(SessionId id) {
        return store.isInReach(id);
    }

    @Override
    public void record(NewEvent event) {
        inside(() -> store.record(event));
    }

    /** Costs no round trip once the store has answered anything. */
    @Override
    public long now() {
        return store.now();
    }

    @Override
    public StoreCondition examine() {
        return store.examine();
    }

    @Override
    public void renewIndexes(BiFunction<SessionId, byte[], Optional<SessionOwner>> owner) {
        store.renewIndexes(owner);
    }

    @Override
    public List<Failover> failovers() {
        return store.failovers();
    }

    @Override
    public List<String> announceKeys(List<String> marks) {
        return store.announceKeys(marks);
    }

    @Override
    public int idForm(int own) {
        return inside(() -> store.idForm(own));
    }

    @Override
    public void follow(ChangeListener listener) {
        store.follow(listener);
    }

    @Override
    public long unreplicatedWrites() {
        return store.unreplicatedWrites();
    }

    @Override
    public SignOnStore signOns() {
        return new Bounded(store.signOns());
    }

    @Override
    public AttemptStore attempts() {
        var attempts = store.attempts();
        return new AttemptStore() {
            @Override
            public long attempt(String lane, Waits waits) {
                return inside(() -> attempts.attempt(lane, waits));
            }

            @Override
            public void pardon(String lane) {
                inside(() -> attempts.pardon(lane));
            }

            @Override
            public void forget(String lane) {
                inside(() -> attempts.forget(lane));
            }
        };
    }

    /** Takes the same places. */
    private final class Bounded implements SignOnStore {

        private final SignOnStore signOns;

        Bounded(SignOnStore signOns) {
            this.signOns = signOns;
        }

        @Override
        public OpenResult open(SessionId signOn, Fingerprint known, boolean use) {
            return inside(() -> signOns.open(signOn, known, use));
        }

        @Override
        public SaveResult save(SessionId signOn, long expected, byte[] document, long idle, long until) {
            return inside(() -> signOns.save(signOn, expected, document, idle, until));
        }

        @Override
        public void remove(SessionId signOn) {
            inside(() -> signOns.remove(signOn));
        }

        @Override
        public String key(SessionId signOn) {
            return signOns.key(signOn);
        }
    }

    @Override
    public EventFeed events() {
        return store.events();
    }

    @Override
    public void close() {
        store.close();
    }
}
