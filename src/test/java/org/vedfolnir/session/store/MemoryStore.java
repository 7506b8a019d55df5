package org.vedfolnir.session.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.event.SessionStatus;
import org.vedfolnir.session.store.failure.SessionMovedException;

/** The store in memory: maps under one lock, and a clock that a test moves. Two nodes share one {@link Data}. */
public final class MemoryStore implements Store, SessionStore, SessionIndex, SessionPlacement {

    /** The data that several nodes share. */
    public static final class Data {
        final Map<SessionId, Kept> sessions = new HashMap<>();
        final Set<SessionId> moved = new HashSet<>();
        final Map<String, SessionId> handles = new HashMap<>();
        final Map<SessionId, EndReason> ended = new HashMap<>();
        final Map<String, Set<SessionId>> users = new HashMap<>();
        final TreeMap<Long, MemoryEventFeed.Entry> events = new TreeMap<>();
        final Map<String, MemoryEventFeed.Sum> sums = new HashMap<>();
        final Map<String, MemoryThrottle.Bucket> buckets = new HashMap<>();
        final String generation = UUID.randomUUID().toString();
        private @Nullable Data signOns;

        private synchronized Data signOns() {
            var known = signOns == null ? new Data() : signOns;
            signOns = known;
            return known;
        }
    }

    /** A session, its last use, and the time from which the last touch counted. */
    record Kept(long version, byte[] document, Map<Integer, byte[]> parts, long idle, long until, long used) {

        boolean over(long now, IdleSlack slack) {
            return idle > 0 && now >= used + idle + slack.of(idle) || until > 0 && now >= until;
        }

        Kept usedAt(long now) {
            return new Kept(version, document, parts, idle, until, now);
        }
    }

    private final Data data;
    private final LongSupplier clock;
    private final long touch;
    private final IdleSlack slack;
    private final long deadAfter;
    private final String reader;
    private final MemoryEventFeed feed;

    public MemoryStore(Data data, LongSupplier clock, long touch, long deadAfter, String reader) {
        this.data = data;
        this.clock = clock;
        this.touch = touch;
        this.slack = new IdleSlack(Duration.ofMillis(touch));
        this.deadAfter = deadAfter;
        this.reader = reader;
        this.feed = new MemoryEventFeed(data, clock, deadAfter, reader);
    }

    @Override
    public OpenResult open(SessionId id, DocumentTag known) {
        synchronized (data) {
            var kept = live(id);
            if (kept == null) {
                return new OpenResult.Gone();
            }
            var now = now();
            if (now - kept.used() >= slack.touch(kept.idle())) {
                data.sessions.put(id, kept.usedAt(now));
            }
            return isOf(known, kept.document())
                    ? new OpenResult.Unchanged(lastAccess(kept))
                    : new OpenResult.Changed(stored(kept));
        }
    }

    private @Nullable Kept live(SessionId id) {
        var kept = data.sessions.get(id);
        return kept == null || kept.over(now(), slack) ? null : kept;
    }

    private long lastAccess(Kept kept) {
        return kept.idle() > 0 ? kept.used() : now();
    }

    private StoredSession stored(Kept kept) {
        return new StoredSession(kept.version(), kept.document(), lastAccess(kept), now());
    }

    @Override
    public Optional<StoredSession> peek(SessionId id) {
        synchronized (data) {
            return Optional.ofNullable(live(id)).map(this::stored);
        }
    }

    @Override
    public Map<SessionId, StoredSession> peek(List<SessionId> ids) {
        var found = new HashMap<SessionId, StoredSession>();
        ids.forEach(id -> peek(id).ifPresent(stored -> found.put(id, stored)));
        return found;
    }

    @Override
    public Map<Integer, byte[]> parts(SessionId id, List<Integer> numbers) {
        synchronized (data) {
            return wanted(data.sessions.get(id), numbers);
        }
    }

    private static Map<Integer, byte[]> wanted(@Nullable Kept kept, List<Integer> numbers) {
        var parts = new HashMap<>(kept == null ? Map.<Integer, byte[]>of() : kept.parts());
        parts.keySet().retainAll(numbers);
        return parts;
    }

    @Override
    public SaveResult save(SessionWrite write) {
        synchronized (data) {
            var same = data.sessions.get(write.id());
            if (same != null && Arrays.equals(same.document(), write.document())) {
                return new SaveResult.Saved(now());
            }
            var current = live(write.currentId());
            if (write.expectedVersion() > 0 && current == null && data.moved.contains(write.currentId())) {
                throw new SessionMovedException();
            }
            if (write.expectedVersion() == 0 ? data.sessions.containsKey(write.id()) : current == null) {
                return new SaveResult.Gone();
            }
            if (current != null
                    && (current.version() != write.expectedVersion()
                            || !write.base().isNone() && !isOf(write.base(), current.document()))) {
                return new SaveResult.Stale(stored(current));
            }
            var oldest = write.mostSessions() == 0 || write.user() == null ? null : full(write, write.user());
            if (oldest != null) {
                return oldest;
            }
            put(write);
            return new SaveResult.Saved(now());
        }
    }

    private SaveResult.@Nullable Full full(SessionWrite write, String user) {
        var live = index(user).stream().filter(id -> live(id) != null).toList();
        if (live.contains(write.currentId()) || live.size() < write.mostSessions()) {
            return null;
        }
        var oldest = live.stream()
                .min(Comparator.comparingLong(id -> kept(id).used()))
                .orElseThrow();
        return new SaveResult.Full(oldest, kept(oldest).document());
    }

    private Kept kept(SessionId id) {
        return Objects.requireNonNull(data.sessions.get(id));
    }

    private void put(SessionWrite write) {
        var before = data.sessions.remove(write.currentId());
        if (write.formerId() != null) {
            data.moved.add(write.formerId());
            data.handles.put(write.handle(), write.id());
        }
        var parts = new HashMap<>(before == null ? Map.<Integer, byte[]>of() : before.parts());
        parts.keySet().removeAll(write.parts().dropped());
        parts.putAll(write.parts().written());
        data.sessions.put(
                write.id(),
                new Kept(write.expectedVersion() + 1, write.document(), parts, write.idle(), write.until(), now()));
        if (write.formerUser() != null) {
            index(write.formerUser()).remove(write.currentId());
        }
        if (write.user() != null) {
            index(write.user()).add(write.id());
        }
        write.events().forEach(feed::add);
    }

    private Set<SessionId> index(String user) {
        return data.users.computeIfAbsent(user, each -> new HashSet<>());
    }

    @Override
    public Optional<Map<Integer, byte[]>> end(SessionId id, NewEvent ended, List<Integer> parts) {
        synchronized (data) {
            var kept = live(id);
            if (kept == null && data.moved.contains(id)) {
                throw new SessionMovedException();
            } else if (kept == null) {
                return Optional.empty();
            }
            remove(id, ended);
            if (ended.event() instanceof SessionEvent.Ended end) {
                data.ended.put(id, end.reason());
            }
            return Optional.of(wanted(kept, parts));
        }
    }

    @Override
    public List<SessionStatus> statuses(List<SessionId> ids) {
        synchronized (data) {
            return ids.stream().map(this::status).toList();
        }
    }

    private SessionStatus status(SessionId id) {
        var kept = live(id);
        if (kept != null) {
            return new SessionStatus.Live(kept.version(), left(kept), unused(kept));
        } else if (data.moved.contains(id)) {
            return new SessionStatus.Moved();
        }
        var reason = data.ended.get(id);
        return reason == null ? new SessionStatus.Gone() : new SessionStatus.Ended(reason);
    }

    private Duration unused(Kept kept) {
        return Duration.ofMillis(kept.idle() > 0 ? now() - kept.used() : 0);
    }

    private Optional<Duration> left(Kept kept) {
        var end = kept.idle() > 0 ? Math.max(kept.used() + kept.idle(), now()) : Long.MAX_VALUE;
        end = kept.until() > 0 ? Math.min(end, kept.until()) : end;
        return end == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofMillis(end - now()));
    }

    private void remove(SessionId id, NewEvent ended) {
        data.sessions.remove(id);
        feed.add(ended);
    }

    @Override
    public List<ExpiredSession> expire(int most, Function<ExpiredSession, NewEvent> ended) {
        synchronized (data) {
            var expired = new ArrayList<ExpiredSession>();
            data.sessions.forEach((id, kept) -> {
                if (kept.over(now(), slack) && expired.size() < most) {
                    expired.add(new ExpiredSession(id, kept.document(), kept.parts()));
                }
            });
            expired.forEach(each -> remove(each.id(), ended.apply(each)));
            return expired;
        }
    }

    @Override
    public Count count() {
        return new Count(list(0, Integer.MAX_VALUE).size(), 1, 1);
    }

    @Override
    public List<SessionId> list(int from, int most) {
        synchronized (data) {
            return data.sessions.entrySet().stream()
                    .filter(each ->
                            each.getValue().idle() > 0 || each.getValue().until() > 0)
                    .map(Map.Entry::getKey)
                    .skip(from)
                    .limit(most)
                    .toList();
        }
    }

    @Override
    public void removeFromUser(SessionId id, String user) {
        synchronized (data) {
            index(user).remove(id);
        }
    }

    @Override
    public List<SessionId> sessionsOf(String user) {
        synchronized (data) {
            index(user).retainAll(data.sessions.keySet());
            return index(user).stream().filter(id -> live(id) != null).toList();
        }
    }

    @Override
    public Optional<SessionId> idOf(String handle) {
        synchronized (data) {
            return Optional.ofNullable(data.handles.get(handle));
        }
    }

    @Override
    public void record(NewEvent event) {
        synchronized (data) {
            feed.record(event);
        }
    }

    @Override
    public long now() {
        return clock.getAsLong();
    }

    @Override
    public SessionStore sessions() {
        return this;
    }

    @Override
    public SessionIndex index() {
        return this;
    }

    @Override
    public SessionPlacement placement() {
        return this;
    }

    @Override
    public SignOnStore signOns() {
        return new MemorySignOnStore(new MemoryStore(data.signOns(), clock, touch, deadAfter, reader));
    }

    @Override
    public Throttle throttle() {
        return new MemoryThrottle(data.buckets, clock);
    }

    @Override
    public EventFeed events() {
        return feed;
    }

    @Override
    public void close() {
        // this store opens nothing
    }

    private static boolean isOf(DocumentTag tag, byte[] document) {
        return !tag.isNone() && tag.end().equals(DocumentTag.of(document, 0).end());
    }
}
