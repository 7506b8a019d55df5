package org.vedfolnir.session.registry;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.vedfolnir.session.admin.SessionFacts;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.engine.SessionEngine;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.http.VedfolnirSession;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionIndex;
import org.vedfolnir.session.store.SessionStore;
import org.vedfolnir.session.store.failure.EndNotReplicatedException;

/** The live sessions of a user in one version of the application, on every node. Thread-safe. */
record UserSessions(
        SessionStore store, SessionIndex index, SessionEngine engine, SessionDetails details, LiveSessions live) {

    Stream<SessionFacts> facts(String user) {
        return index.sessionsOf(user).stream().flatMap(id -> facts(id, user));
    }

    private Stream<SessionFacts> facts(SessionId id, String user) {
        return store.peek(id).stream().flatMap(stored -> engine.read(id, stored.document()).stream()
                .filter(document -> live.isOf(document, user))
                .map(document -> details.of(document, stored.lastAccess())));
    }

    /** Collects the handles of a user's sessions; false if one cannot be read. */
    boolean addHandles(String user, Set<String> handles) {
        for (var id : index.sessionsOf(user)) {
            var stored = store.peek(id);
            var document = stored.flatMap(each -> engine.read(id, each.document()));
            if (stored.isPresent() && document.isEmpty()) {
                return false;
            }
            document.ifPresent(each -> handles.add(each.handle()));
        }
        return true;
    }

    int set(String user, String name, Object value) {
        return live.change(user, document -> true, session -> {
            session.setAttribute(name, value, false);
            session.commit();
            return true;
        });
    }

    int end(String user, Predicate<SessionDocument> wanted, EndReason reason) {
        return live.change(user, wanted, session -> session.ending().end(reason));
    }

    /** @param again runs for each session that this call ended */
    int endAgain(String user, Map<String, EndReason> ended, Runnable again) {
        return live.change(user, document -> ended.containsKey(document.handle()), session -> {
            var isEnded =
                    endAgain(session, ended.getOrDefault(session.document().handle(), EndReason.OTHER));
            if (isEnded) {
                again.run();
            }
            return isEnded;
        });
    }

    /** With {@code securityWrites} {@code replicated}, a missing replica is counted and logged where it is detected: a new master has none yet. */
    private static boolean endAgain(VedfolnirSession session, EndReason reason) {
        try {
            return session.ending().endAgain(reason);
        } catch (EndNotReplicatedException e) {
            return true;
        }
    }
}
