package org.vedfolnir.session.registry.listing;

import java.time.Duration;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.catalina.Session;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.http.VedfolnirSession;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionIndex;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * The sessions of the cluster by their references, which open nothing. It replaces the map of Tomcat's {@code ManagerBase}, so that
 * Tomcat Manager and the JMX operations work unchanged; nothing can be put into it. On one Redis, sessions that never expire are not
 * listed. A session that is ended through it was ended by an operator. Thread-safe.
 */
public final class ClusterSessionMap extends AbstractMap<String, Session> {

    private static final int PAGE = 1000;
    /** References alone are a few bytes each. */
    private static final int MOST_LISTED = 10_000;
    /** A page of the HTML console shows all that it gets, and reads each: 40 ms in all. */
    private static final int MOST_SHOWN = 1000;
    /** Sessions of which nothing is read but when they were used: 40 MB while the console counts them. */
    private static final int MOST_COUNTED = 250_000;

    private static final String CONSOLE = "org.apache.catalina.manager.ManagerServlet";
    private static final Set<String> COUNTING = Set.of("sessions", "expireSessions");
    private static final int NEAREST_CALLERS = 8;

    private final SessionRuntime runtime;
    private final SessionIndex index;

    public ClusterSessionMap(SessionRuntime runtime, SessionIndex index) {
        this.runtime = runtime;
        this.index = index;
    }

    /** Returns a session by its reference, or by its id. */
    @Override
    public @Nullable Session get(Object key) {
        var sought = String.valueOf(key);
        var session = runtime.opener()
                .place(sought)
                .map(runtime.opener()::peekAt)
                .or(() -> byReference(sought))
                .orElseGet(this::none);
        if (session != null) {
            session.ending().because(EndReason.ENDED_BY_OPERATOR);
        }
        return session;
    }

    /** A session is reported as missing only if all sessions were listed. */
    private @Nullable VedfolnirSession none() {
        var count = index.count();
        if (!count.isWhole()) {
            throw new StoreUnavailableException(
                    "Only " + count.coverage()
                            + " masters of the Redis Cluster answered, and this session is not on them. Ask again when"
                            + " all do.",
                    Duration.ofSeconds(1),
                    null);
        }
        return null;
    }

    private Optional<VedfolnirSession> byReference(String sought) {
        return ids(Integer.MAX_VALUE)
                .filter(each -> each.reference().equals(sought))
                .findFirst()
                .map(runtime.opener()::peekAt);
    }

    /** Returns at most ten thousand references, beginning with the sessions that end soonest. */
    @Override
    public Set<String> keySet() {
        return ids(MOST_LISTED).map(SessionId::reference).collect(HashSet::new, Set::add, Set::addAll);
    }

    private Stream<SessionId> ids(int most) {
        return IntStream.iterate(0, from -> from + PAGE)
                .mapToObj(from -> index.list(from, PAGE))
                .takeWhile(page -> !page.isEmpty())
                .flatMap(List::stream)
                .limit(most);
    }

    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, index.count().sessions());
    }

    /**
     * Returns, for {@code findSessions}, sessions of the cluster, beginning with those that end soonest: a thousand of them, or all if
     * Tomcat Manager counts sessions by idle time or ends those that are idle for long.
     */
    @Override
    public Collection<Session> values() {
        return SessionListing.of(ids(isForAll() ? MOST_COUNTED : MOST_SHOWN), runtime);
    }

    private static boolean isForAll() {
        return StackWalker.getInstance().walk(frames -> frames.limit(NEAREST_CALLERS)
                .anyMatch(frame -> frame.getClassName().equals(CONSOLE) && COUNTING.contains(frame.getMethodName())));
    }

    /** Returns nothing: Tomcat searches it for each new id, which is random and never taken, and for each session that ends. */
    @Override
    public Set<Entry<String, Session>> entrySet() {
        return Set.of();
    }
}
