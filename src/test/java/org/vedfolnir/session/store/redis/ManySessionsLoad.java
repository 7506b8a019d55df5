package org.vedfolnir.session.store.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.ManySessions.Many;

/** One of many threads that create sessions, and a little later use them, change their ids or sign them out. */
final class ManySessionsLoad {

    /** Number of sessions that were created before something happens to one. */
    private static final int LATER = 100;

    private static final int USERS = 500;
    private static final int OUT_OF_REACH = 20;
    static final long LONG = Duration.ofMinutes(30).toMillis();
    private static final long SHORT = Duration.ofSeconds(12).toMillis();
    private static final long SPREAD = Duration.ofSeconds(30).toMillis();
    private static final Duration REFUSED = Duration.ofMillis(20);

    private final Store store;
    private final ManySessions sessions;
    private final int number;
    private final Deque<Many> recent = new ArrayDeque<>();

    ManySessionsLoad(Store store, ManySessions sessions, int number) {
        this.store = store;
        this.sessions = sessions;
        this.number = number;
    }

    /** Returns when all threads together have created that many. */
    void until(int count) {
        for (var i = number; sessions.begun() < count; i++) {
            begin(i);
            if (recent.size() > LATER) {
                act(i, recent.remove());
            }
        }
    }

    private void begin(int i) {
        // large sessions among all other kinds
        var large = i % 11 == 0;
        var session = sessions.make(
                inReach(), i % 4 == 0 ? "user" + i % USERS : null, i % 3 == 0 ? SHORT + i * 7L % SPREAD : LONG, large);
        var write = session.write(session.id).events(session.event(new SessionEvent.Created()));
        if (large) {
            write.parts(1, Map.of(1, "x".repeat(5000)));
        }
        if (isSaved(session, write)) {
            session.version = 1;
            sessions.begun(session);
            recent.add(session);
        }
    }

    private SessionId inReach() {
        return Stream.generate(TestWrite::newId)
                .limit(OUT_OF_REACH)
                .filter(store.placement()::isInReach)
                .findFirst()
                .orElseGet(TestWrite::newId);
    }

    private void act(int i, Many session) {
        switch (i % 5) {
            case 0 -> signOut(session);
            case 1 -> rename(session);
            case 2 -> use(session);
            default -> {
                // this session stays unused
            }
        }
    }

    private void signOut(Many session) {
        session.endTried = true;
        var end = session.event(new SessionEvent.Ended(EndReason.SIGNED_OUT));
        answered(
                session,
                () -> session.ended = store.sessions()
                        .end(session.id, end, session.large ? List.of(1) : List.of())
                        .isPresent());
    }

    private void rename(Many session) {
        var next = Stream.generate(TestWrite::newId)
                .filter(each -> store.placement().inOneStep(session.id, each))
                .findFirst()
                .orElseThrow();
        sessions.know(next, session);
        session.perhaps = next;
        var write = session.write(next).before(session.id).events(session.event(new SessionEvent.IdChanged()));
        if (session.large) {
            write.parts(1, Map.of());
        }
        if (isSaved(session, write)) {
            session.id = next;
            session.perhaps = null;
            session.renamed = true;
        }
    }

    private void use(Many session) {
        answered(session, () -> {
            if (store.sessions().open(session.id, DocumentTag.NONE) instanceof OpenResult.Changed opened) {
                store.sessions()
                        .onOpened(session.id, opened.session().lastAccess(), session.idle, 0, () -> session.user);
            }
        });
    }

    private boolean isSaved(Many session, TestWrite write) {
        var saved = new boolean[1];
        answered(session, () -> saved[0] = store.sessions().save(write.build()) instanceof SaveResult.Saved);
        return saved[0];
    }

    /** An operation without a reply may have been done. */
    private void answered(Many session, Runnable act) {
        var begin = System.nanoTime();
        try {
            act.run();
        } catch (StoreUnavailableException e) {
            sessions.refused();
            LockSupport.parkNanos(REFUSED.toNanos());
        } finally {
            session.changed(begin);
        }
    }
}
