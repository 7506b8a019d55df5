package org.vedfolnir.session.registry;

import java.time.Duration;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.catalina.Session;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.http.VedfolnirSession;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionIndex;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * The sessions that Tomcat's JMX operations see: those of the cluster, by their references, which are not credentials.
 * It replaces the map of Tomcat's {@code ManagerBase}, so that Tomcat's own operations work; nothing can be put into
 * it. Sessions without an end are not listed. A session ended through it counts as ended by an operator. Thread-safe.
 */
public final class JmxSessionMap extends AbstractMap<String, Session> {

    private static final int PAGE = 1000;
    private static final int MOST_LISTED = 10_000;
    /** Each is read, which takes a tenth of a second in all. */
    private static final int MOST_SHOWN = 1000;

    private final SessionIndex index;
    private final Function<String, Optional<SessionId>> stored;
    private final Function<SessionId, @Nullable VedfolnirSession> peek;
    private final Function<SessionId, @Nullable VedfolnirSession> show;

    /**
     * @param stored converts the id of a cookie to the stored id; empty if it is not a session id
     * @param peek reads a session by its stored id
     * @param show does so too, but the session's id is its reference
     */
    public JmxSessionMap(
            SessionIndex index,
            Function<String, Optional<SessionId>> stored,
            Function<SessionId, @Nullable VedfolnirSession> peek,
            Function<SessionId, @Nullable VedfolnirSession> show) {
        this.index = index;
        this.stored = stored;
        this.peek = peek;
        this.show = show;
    }

    /** Finds a session by its reference or its id. */
    @Override
    public @Nullable Session get(Object key) {
        var sought = String.valueOf(key);
        var session =
                stored.apply(sought).map(peek).or(() -> byReference(sought)).orElseGet(this::none);
        if (session != null) {
            session.ending().because(EndReason.ENDED_BY_OPERATOR);
        }
        return session;
    }

    /** Throws unless all sessions could be listed. */
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
                .map(peek);
    }

    /** At most ten thousand references, of the sessions that end first. */
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
     * For {@code findSessions}: at most a thousand sessions of the cluster, those that end first. Each costs a round
     * trip.
     */
    @Override
    public Collection<Session> values() {
        return ids(MOST_SHOWN)
                .map(show)
                .filter(Objects::nonNull)
                .<Session>map(JmxSessionMap::toAnOperator)
                .toList();
    }

    private static VedfolnirSession toAnOperator(VedfolnirSession session) {
        session.ending().because(EndReason.ENDED_BY_OPERATOR);
        return session;
    }

    /** Empty: Tomcat searches it for each new id, which is random and never taken, and for each session that ends. */
    @Override
    public Set<Entry<String, Session>> entrySet() {
        return Set.of();
    }
}
