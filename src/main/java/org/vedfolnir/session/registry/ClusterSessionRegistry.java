package org.vedfolnir.session.registry;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.catalina.realm.GenericPrincipal;
import org.vedfolnir.session.admin.FollowedSession;
import org.vedfolnir.session.admin.Secrets;
import org.vedfolnir.session.admin.SessionFacts;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.admin.SeveralEnded;
import org.vedfolnir.session.admin.StoreFailover;
import org.vedfolnir.session.admin.StoreHealth;
import org.vedfolnir.session.admin.Throttle;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.engine.SessionEngine;
import org.vedfolnir.session.engine.StoreHealthMonitor;
import org.vedfolnir.session.engine.TooManySessionsException;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.EventSum;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.event.SessionStatus;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.http.SessionVisit;
import org.vedfolnir.session.http.VedfolnirSession;
import org.vedfolnir.session.request.RequestScopes;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.failure.EndNotReplicatedException;
import org.vedfolnir.session.store.failure.StoreRefusedException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** The registry that a started manager publishes. Thread-safe. */
public final class ClusterSessionRegistry implements SessionRegistry {

    /** Sessions that nobody has, on several servers where the store has several. */
    private static final List<SessionId> NOBODIES = IntStream.range(0, 12)
            .mapToObj(each -> new SessionId("health-health-health-health-" + each))
            .toList();

    private final RequestScopes scopes;
    private final SessionRuntime runtime;
    private final Store store;
    private final SessionEngine engine;
    private final StoreHealthMonitor watch;
    private final Secrets secrets;
    private final Others others;

    public ClusterSessionRegistry(
            RequestScopes scopes,
            Store store,
            SessionEngine engine,
            StoreHealthMonitor watch,
            Secrets secrets,
            Others others) {
        this.watch = watch;
        this.secrets = secrets;
        this.scopes = scopes;
        this.runtime = scopes.runtime();
        this.store = store;
        this.engine = engine;
        this.others = others;
    }

    /** What the manager knows of other managers, and counts. */
    public interface Others {

        /** The registries of the other versions of the application that this node serves, where they have sessions of their own. */
        Stream<ClusterSessionRegistry> versions();

        /** A session that had ended, and lived again after a failover of the store, was ended again. */
        void endedAgain();
    }

    @Override
    public String node() {
        return runtime.events().node();
    }

    @Override
    public Optional<SessionFacts> current() {
        return session().map(session -> facts(session.document(), session.lastAccess()));
    }

    private Optional<SessionVisit> visit() {
        var scope = scopes.current();
        var request = scope == null ? null : scope.request();
        return request != null && request.getSessionInternal(false) instanceof SessionVisit visit
                ? Optional.of(visit)
                : Optional.empty();
    }

    private Optional<VedfolnirSession> session() {
        return visit().map(SessionVisit::session);
    }

    /** Not even its text shows the id. */
    private record Followed(SessionId id) implements FollowedSession {

        @Override
        public String toString() {
            return "a session";
        }
    }

    @Override
    public Optional<FollowedSession> follow() {
        return session()
                .flatMap(session -> Optional.ofNullable(session.storedId()))
                .map(Followed::new);
    }

    @Override
    public List<SessionStatus> statuses(List<FollowedSession> followed) {
        return store.index()
                .statuses(followed.stream().map(each -> ((Followed) each).id()).toList());
    }

    @Override
    public Optional<SessionStatus> requested() {
        var scope = scopes.current();
        if (scope == null) {
            return Optional.empty();
        }
        var silence = scope.silence();
        if (silence != null) {
            throw silence;
        }
        return runtime.opener()
                .place(scope.lookup().requestedId())
                .map(place -> store.index().statuses(List.of(place)).get(0));
    }

    @Override
    public List<SessionFacts> sessionsOf(String user) {
        return versions()
                .flatMap(each -> each.store.index().sessionsOf(user).stream().flatMap(id -> each.facts(id, user)))
                .sorted(Comparator.comparing(SessionFacts::lastActivity).reversed())
                .toList();
    }

    /** An operator means the sessions of a user, in whichever version of the application they are. */
    private Stream<ClusterSessionRegistry> versions() {
        return Stream.concat(Stream.of(this), others.versions());
    }

    private Stream<SessionFacts> facts(SessionId id, String user) {
        return store.sessions().peek(id).stream().flatMap(stored -> engine.read(id, stored.document()).stream()
                .filter(document -> live().isOf(document, user))
                .map(document -> facts(document, stored.lastAccess())));
    }

    private SessionFacts facts(SessionDocument document, long lastAccess) {
        var end = document.idle() == 0 ? Long.MAX_VALUE : lastAccess + document.idle();
        if (document.until() > 0) {
            end = Math.min(end, document.until());
        }
        return new SessionFacts(
                document.handle(),
                document.version(),
                document.createdAt(),
                Instant.ofEpochMilli(lastAccess),
                end == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(end)),
                scalars(document));
    }

    private Map<String, Object> scalars(SessionDocument document) {
        var scalars = new HashMap<String, Object>();
        var decoded = runtime.components().values().track(document);
        document.attributes().forEach((name, encoded) -> {
            // a serialized object is not even decoded
            var value = encoded.serialized() ? null : decoded.get(name);
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                scalars.put(name, value);
            }
        });
        return scalars;
    }

    @Override
    public Optional<Set<String>> handlesOf(String user) {
        var handles = new HashSet<String>();
        return versions().allMatch(each -> each.addHandles(user, handles)) ? Optional.of(handles) : Optional.empty();
    }

    /** False when one cannot be read. */
    private boolean addHandles(String user, Set<String> handles) {
        for (var id : store.index().sessionsOf(user)) {
            var stored = store.sessions().peek(id);
            var document = stored.flatMap(each -> engine.read(id, each.document()));
            if (stored.isPresent() && document.isEmpty()) {
                return false;
            }
            document.ifPresent(each -> handles.add(each.handle()));
        }
        return true;
    }

    @Override
    public void setInAll(String user, String name, Object value) {
        change(user, document -> true, session -> {
            session.setAttribute(name, value, false);
            session.commit();
            return true;
        });
    }

    @Override
    public boolean end(String user, String handle, EndReason reason) {
        return change(user, document -> document.handle().equals(handle), session -> session.ending()
                        .end(reason))
                > 0;
    }

    @Override
    public int endAgain(String user, Map<String, EndReason> ended) {
        return change(user, document -> ended.containsKey(document.handle()), session -> endAgain(session, ended));
    }

    /** With {@code securityWrites} {@code replicated}, that no replica has it is counted and said where it is found: a new master has none yet. */
    private boolean endAgain(VedfolnirSession session, Map<String, EndReason> ended) {
        var reason = ended.getOrDefault(session.document().handle(), EndReason.OTHER);
        var by = false;
        try {
            by = session.ending().endAgain(reason);
        } catch (EndNotReplicatedException e) {
            by = true;
        }
        if (by) {
            others.endedAgain();
        }
        return by;
    }

    @Override
    public List<StoreFailover> failovers() {
        return store.diagnostics().failovers().stream()
                .map(each -> new StoreFailover(
                        each.listed() ? each.name() + " listed" : each.name(), each.from(), each.until()))
                .toList();
    }

    @Override
    public int endAll(String user, String kept, EndReason reason) {
        return change(user, document -> !document.handle().equals(kept), session -> session.ending()
                .end(reason));
    }

    private int change(String user, Predicate<SessionDocument> wanted, Predicate<VedfolnirSession> change) {
        return versions()
                .mapToInt(each -> each.live().change(user, wanted, change))
                .sum();
    }

    public LiveSessions live() {
        return new LiveSessions(runtime, store, engine);
    }

    @Override
    public void authenticated(String name, List<String> roles) {
        visit().ifPresent(visit -> {
            var principal = new GenericPrincipal(name, roles);
            visit.setAuthType(HttpServletRequest.FORM_AUTH);
            visit.setPrincipal(principal);
            var request = Objects.requireNonNull(scopes.current()).request();
            if (request != null) {
                request.setAuthType(HttpServletRequest.FORM_AUTH);
                request.setUserPrincipal(principal);
            }
        });
    }

    @Override
    public boolean save() {
        var scope = scopes.current();
        if (scope == null) {
            return true;
        }
        try {
            scope.commit();
            return true;
        } catch (TooManySessionsException e) {
            visit().ifPresent(SessionVisit::abandon);
            return false;
        }
    }

    @Override
    public boolean extend() {
        return session().map(VedfolnirSession::stayAlive).orElse(false);
    }

    @Override
    public void endCurrent(EndReason reason) {
        session().ifPresent(session -> {
            session.ending().because(reason);
            session.getSession().invalidate();
        });
    }

    @Override
    public SeveralEnded endSeveral(String attribute, String value, EndReason reason) {
        var scope = scopes.current();
        var request = scope == null ? null : scope.said();
        return request == null
                ? SeveralEnded.NONE
                : new DuplicateCookieSessions(runtime, request.getCookies()).end(attribute, value, reason);
    }

    @Override
    public void record(SessionEvent event) {
        var session = session();
        if (session.isPresent() && !EventSum.isSummed(event)) {
            session.get().record(event);
        } else {
            store.record(session.map(each -> each.event(event))
                    .orElseGet(() -> runtime.events().event(event, null, null)));
        }
    }

    @Override
    public Throttle throttle() {
        return new ClusterThrottle(store.throttle());
    }

    @Override
    public Secrets secrets() {
        return secrets;
    }

    @Override
    public EventFeed events() {
        return store.events();
    }

    /** A store of several servers serves as long as one of them does: that others are away is a concern. */
    private boolean answers() {
        var asked = NOBODIES.stream()
                .filter(store.placement()::isInReach)
                .findFirst()
                .orElse(NOBODIES.get(0));
        try {
            store.sessions().peek(asked);
            return true;
        } catch (StoreRefusedException e) {
            return e.readable(); // to say that there is no such session takes a write; one that there is would be read
        } catch (StoreUnavailableException e) {
            return anotherAnswers(asked);
        }
    }

    private boolean anotherAnswers(SessionId asked) {
        var elsewhere = NOBODIES.stream()
                .filter(each -> !store.placement().inOneStep(asked, each))
                .toList();
        try {
            return !store.index().statuses(elsewhere).isEmpty();
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    /** Asks for a session that there is not: what is measured is what a request costs. */
    @Override
    public StoreHealth health() {
        var began = System.nanoTime();
        var up = answers();
        var roundTrip = Duration.ofNanos(System.nanoTime() - began);
        var last = watch.last();
        return new StoreHealth(
                up,
                roundTrip,
                last.concerns().stream().map(Concern::sentence).toList(),
                last.concerns().stream().map(Concern::summary).distinct().toList(),
                last.notes(),
                last.events().lost());
    }
}
