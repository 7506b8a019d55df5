package org.vedfolnir.session.store.redis;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.ExpiredSession;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionOwner;
import org.vedfolnir.session.store.TestWrite;

/** Records what a test did with a large number of sessions, and the replies. Thread-safe. */
final class ManySessions {

    private final Map<String, Many> byId = new ConcurrentHashMap<>();
    private final Map<String, Many> byHandle = new ConcurrentHashMap<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger unsure = new AtomicInteger();

    /** One session. Only its thread changes it, except for the times of its changes. */
    static final class Many {

        final String handle;
        final @Nullable String user;
        final long idle;
        final boolean large;
        private final Collection<long[]> changes = ConcurrentHashMap.newKeySet();

        volatile SessionId id;
        /** A second id that it may have, because the reply to the id change was lost. */
        volatile @Nullable SessionId perhaps;

        volatile long version;
        volatile boolean begun;
        volatile boolean renamed;
        volatile boolean endTried;
        volatile boolean ended;

        private Many(SessionId id, String handle, @Nullable String user, long idle, boolean large) {
            this.id = id;
            this.handle = handle;
            this.user = user;
            this.idle = idle;
            this.large = large;
        }

        EventContext context() {
            return new EventContext("/", "node", handle, user, null, null);
        }

        NewEvent event(SessionEvent event) {
            return new NewEvent(event, context());
        }

        TestWrite write(SessionId now) {
            return new TestWrite(now, version)
                    .handle(handle)
                    .user(user)
                    .formerUser(version == 0 ? null : user)
                    .idle(idle)
                    .text(handle);
        }

        boolean isAt(String key) {
            return key.endsWith(id.value())
                    || Optional.ofNullable(perhaps)
                            .filter(each -> key.endsWith(each.value()))
                            .isPresent();
        }

        /** The store confirmed an id change. */
        boolean wasRenamed() {
            return renamed;
        }

        void changed(long begin) {
            changes.add(new long[] {begin, System.nanoTime()});
        }

        @Override
        public String toString() {
            return handle + (begun ? ", begun" : ", perhaps begun") + (endTried ? ", signed out " + ended : "")
                    + ", version " + version + ", idle " + idle;
        }

        /** Whether a change was in progress, by {@link System#nanoTime()}. */
        boolean changedBetween(long from, long to) {
            return changes.stream().anyMatch(each -> each[0] <= to && each[1] >= from);
        }
    }

    Many make(SessionId id, @Nullable String user, long idle, boolean large) {
        var made = new Many(id, "handle-" + id.value(), user, idle, large);
        byHandle.put(made.handle, made);
        know(id, made);
        return made;
    }

    void know(SessionId id, Many session) {
        byId.put(id.value(), session);
    }

    void begun(Many session) {
        session.begun = true;
        acknowledged.incrementAndGet();
    }

    int begun() {
        return acknowledged.get();
    }

    /** An operation got no reply. */
    void refused() {
        unsure.incrementAndGet();
    }

    int refusals() {
        return unsure.get();
    }

    Stream<Many> all() {
        return byHandle.values().stream();
    }

    Optional<Many> ofId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** @param handle as in an event */
    Optional<Many> ofHandle(String handle) {
        return Optional.ofNullable(byHandle.get(handle));
    }

    NewEvent expired(ExpiredSession session) {
        return ofId(session.id().value()).orElseThrow().event(new SessionEvent.Ended(EndReason.EXPIRED));
    }

    Optional<SessionOwner> owner(SessionId id) {
        return ofId(id.value())
                .flatMap(each -> Optional.ofNullable(each.user).map(user -> new SessionOwner(user, each.idle, 0)));
    }
}
