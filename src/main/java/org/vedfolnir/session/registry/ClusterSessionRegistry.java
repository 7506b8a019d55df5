package org.vedfolnir.session.registry;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.vedfolnir.session.admin.FollowedSession;
import org.vedfolnir.session.admin.Secrets;
import org.vedfolnir.session.admin.SessionFacts;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.admin.SeveralEnded;
import org.vedfolnir.session.admin.StoreFailover;
import org.vedfolnir.session.admin.StoreHealth;
import org.vedfolnir.session.admin.Throttle;
import org.vedfolnir.session.engine.SessionEngine;
import org.vedfolnir.session.engine.health.StoreHealthMonitor;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.event.SessionStatus;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.request.RequestScopes;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.Store;

/**
 * The registry that a started manager publishes: the request's session ({@link CurrentSession}), the sessions of users
 * ({@link UserSessions}), and the health of the store ({@link StoreProbe}). Thread-safe.
 */
public final class ClusterSessionRegistry implements SessionRegistry {

    private final SessionRuntime runtime;
    private final Store store;
    private final CurrentSession current;
    private final UserSessions sessions;
    private final StoreProbe probe;
    private final Secrets secrets;
    private final Others others;

    public ClusterSessionRegistry(
            RequestScopes scopes,
            Store store,
            SessionEngine engine,
            StoreHealthMonitor monitor,
            Secrets secrets,
            Others others) {
        this.runtime = scopes.runtime();
        this.store = store;
        var details = new SessionDetails(runtime);
        this.current = new CurrentSession(scopes, details);
        this.sessions = new UserSessions(
                store.sessions(), store.index(), engine, details, new LiveSessions(runtime, store, engine));
        this.probe = new StoreProbe(store, monitor, System::nanoTime);
        this.secrets = secrets;
        this.others = others;
    }

    /** The other managers, and a counter. */
    public interface Others {

        /** Returns the registries of the other versions of the application on this node, if they have their own sessions. */
        Stream<ClusterSessionRegistry> versions();

        /** A session was ended again after a failover of the store had restored it. */
        void endedAgain();
    }

    @Override
    public String node() {
        return runtime.events().node();
    }

    @Override
    public Optional<SessionFacts> current() {
        return current.facts();
    }

    /** Its text does not show the id either. */
    private record Followed(SessionId id) implements FollowedSession {

        @Override
        public String toString() {
            return "a session";
        }
    }

    @Override
    public Optional<FollowedSession> follow() {
        return current.storedId().map(Followed::new);
    }

    @Override
    public List<SessionStatus> statuses(List<FollowedSession> followed) {
        return store.index()
                .statuses(followed.stream().map(each -> ((Followed) each).id()).toList());
    }

    @Override
    public Optional<SessionStatus> requested() {
        return current.requested()
                .map(place -> store.index().statuses(List.of(place)).get(0));
    }

    @Override
    public void authenticated(String name, List<String> roles) {
        current.authenticated(name, roles);
    }

    @Override
    public boolean save() {
        return current.save();
    }

    @Override
    public boolean extend() {
        return current.extend();
    }

    @Override
    public void endCurrent(EndReason reason) {
        current.end(reason);
    }

    @Override
    public SeveralEnded endSeveral(String attribute, String value, EndReason reason) {
        return current.endSeveral(attribute, value, reason);
    }

    @Override
    public void record(SessionEvent event) {
        current.record(event).ifPresent(store::record);
    }

    /** An operator means the sessions of a user in all versions of the application. */
    private Stream<UserSessions> versions() {
        return Stream.concat(Stream.of(sessions), others.versions().map(each -> each.sessions));
    }

    private int inAll(ToIntFunction<UserSessions> change) {
        return versions().mapToInt(change).sum();
    }

    @Override
    public List<SessionFacts> sessionsOf(String user) {
        return versions()
                .flatMap(each -> each.facts(user))
                .sorted(Comparator.comparing(SessionFacts::lastActivity).reversed())
                .toList();
    }

    @Override
    public Optional<Set<String>> handlesOf(String user) {
        var handles = new HashSet<String>();
        return versions().allMatch(each -> each.addHandles(user, handles)) ? Optional.of(handles) : Optional.empty();
    }

    @Override
    public void setInAll(String user, String name, Object value) {
        inAll(each -> each.set(user, name, value));
    }

    @Override
    public boolean end(String user, String handle, EndReason reason) {
        return inAll(each -> each.end(user, document -> document.handle().equals(handle), reason)) > 0;
    }

    @Override
    public int endAll(String user, String kept, EndReason reason) {
        return inAll(each -> each.end(user, document -> !document.handle().equals(kept), reason));
    }

    @Override
    public int endAgain(String user, Map<String, EndReason> ended) {
        return inAll(each -> each.endAgain(user, ended, others::endedAgain));
    }

    @Override
    public List<StoreFailover> failovers() {
        return store.diagnostics().failovers().stream()
                .map(each -> new StoreFailover(
                        each.listed() ? each.name() + " listed" : each.name(), each.from(), each.until()))
                .toList();
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

    @Override
    public StoreHealth health() {
        return probe.health();
    }

    /** The sessions of this version of the application. */
    LiveSessions live() {
        return sessions.live();
    }
}
