package org.vedfolnir.session.registry.listing;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.catalina.Session;
import org.vedfolnir.session.event.SessionStatus;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.store.SessionId;

/**
 * A list of sessions for an operator's tool. It reads what the tool needs, and at once for the next sessions of the list, since
 * tools go through the whole list. For one thread.
 */
final class SessionListing {

    /** Times of use are a few bytes each. */
    private static final int TIMES = 500;

    private static final int DOCUMENTS = 100;

    private final SessionRuntime runtime;
    private final List<ListedSession> sessions;
    private final OperatorActions actions;

    private SessionListing(Stream<SessionId> ids, SessionRuntime runtime) {
        this.runtime = runtime;
        this.actions = new OperatorActions(runtime);
        this.sessions = ids.map(id -> new ListedSession(this, id)).toList();
        for (var place = 0; place < sessions.size(); place++) {
            sessions.get(place).isAt(place);
        }
    }

    static List<Session> of(Stream<SessionId> ids, SessionRuntime runtime) {
        return List.copyOf(new SessionListing(ids, runtime).sessions);
    }

    SessionRuntime runtime() {
        return runtime;
    }

    OperatorActions actions() {
        return actions;
    }

    void loadTimes(int place) {
        page(place, TIMES, (page, ids) -> {
            var statuses = runtime.running().store().index().statuses(ids);
            var now = runtime.persistence().storeTime();
            for (var i = 0; i < page.size(); i++) {
                page.get(i).setLastUse(lastUse(statuses.get(i), now));
            }
        });
    }

    private static long lastUse(SessionStatus status, long now) {
        return status instanceof SessionStatus.Live live ? now - live.unused().toMillis() : ListedSession.GONE;
    }

    void loadDocuments(int place) {
        page(place, DOCUMENTS, (page, ids) -> {
            var found = runtime.running().engine().peek(ids);
            page.forEach(session -> session.setContent(found.get(session.storedId())));
        });
    }

    private void page(int place, int size, BiConsumer<List<ListedSession>, List<SessionId>> load) {
        var from = place - place % size;
        var page = sessions.subList(from, Math.min(sessions.size(), from + size));
        load.accept(page, page.stream().map(ListedSession::storedId).toList());
    }
}
