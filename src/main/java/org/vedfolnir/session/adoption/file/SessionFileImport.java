package org.vedfolnir.session.adoption.file;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vedfolnir.session.adoption.FormerWrites;
import org.vedfolnir.session.engine.SessionLimit;
import org.vedfolnir.session.engine.TooManySessionsException;
import org.vedfolnir.session.engine.part.SessionTooLargeException;
import org.vedfolnir.session.former.FormerSession;
import org.vedfolnir.session.id.ClientIds;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.failure.StoreRefusedException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Imports the sessions that Tomcat's own manager left in a file, once, under their ids. The file is set aside before the
 * first one is stored, so that no session comes back after it has ended here. Used by one thread at a time.
 */
public final class SessionFileImport {

    private static final System.Logger LOG = System.getLogger(SessionFileImport.class.getName());

    private final SessionFile file;
    private final FormerWrites writes;
    private final SessionLimit limit;
    private final Store store;
    private final ClientIds ids;
    private final Map<String, FormerSession> waiting = new LinkedHashMap<>();
    /** When a session that is still waiting was first sent, by the store's clock: it may be there, and may have ended. */
    private final Map<String, Long> sent = new HashMap<>();

    /** Whether the store failed at the last session. */
    private boolean interrupted;

    private int imported;
    private int expired;
    private int present;

    public SessionFileImport(SessionFile file, FormerWrites writes, SessionLimit limit, Store store, ClientIds ids) {
        this.file = file;
        this.writes = writes;
        this.limit = limit;
        this.store = store;
        this.ids = ids;
    }

    /** Reads the file, if there is one, and stores its sessions. */
    public synchronized void begin() {
        if (!file.exists()) {
            return;
        }
        try {
            file.readInto(waiting);
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The file {0} of Tomcat''s own manager cannot be read to its end: {1} sessions were read. Further ones"
                            + " are not imported; their users sign in again. {2}",
                    file.path(),
                    waiting.size(),
                    e);
        }
        try {
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} sessions of Tomcat''s own manager are being imported. Their file was renamed to {1}.",
                    waiting.size(),
                    file.setAside());
        } catch (IOException e) {
            waiting.clear();
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The file {0} of Tomcat''s own manager cannot be renamed, so its sessions are not imported: a later start"
                            + " would bring back those that have ended. Let Tomcat''s user write to its directory. {1}",
                    file.path(),
                    e);
        }
        proceed();
    }

    /** Stores the sessions that are still waiting; after an outage, the background thread calls it again. */
    public synchronized void proceed() {
        if (waiting.isEmpty()) {
            return;
        }
        try {
            for (var all = waiting.entrySet().iterator(); all.hasNext(); all.remove()) {
                var each = all.next();
                store(each.getKey(), each.getValue());
                interrupted = false;
            }
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} sessions of Tomcat''s own manager were imported; {1} had expired, and {2} were in Redis already. The"
                            + " renamed file can be deleted.",
                    imported,
                    expired,
                    present);
        } catch (StoreUnavailableException e) {
            if (!interrupted) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} sessions of Tomcat''s own manager wait until Redis answers. {1}",
                        waiting.size(),
                        e.getMessage());
            }
            interrupted = true;
        }
    }

    private void store(String id, FormerSession session) {
        var now = store.now();
        if (session.isExpired(now) || !ids.isPlausible(id)) {
            expired++;
            return;
        }
        var place = ids.stored(id);
        try {
            var write = writes.write(place, session);
            var before = sent.putIfAbsent(id, now);
            var since = before == null ? now : before;
            var begun = limit.begin(write.user(), () -> store.foreignSessions().begin(write, since));
            count(place, begun, before != null);
        } catch (SessionTooLargeException | TooManySessionsException e) {
            leftOut(place, String.valueOf(e.getMessage()));
        } catch (StoreRefusedException e) {
            sent.remove(id); // it is certain that nothing was stored
            throw e;
        }
    }

    private void count(SessionId place, SaveResult begun, boolean again) {
        if (begun instanceof SaveResult.Saved) {
            imported++;
        } else if (again && store.sessions().peek(place).isEmpty()) {
            leftOut(place, "Redis failed when it was stored, so it may have begun and ended since.");
        } else {
            present++;
        }
    }

    private static void leftOut(SessionId place, String reason) {
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} of Tomcat''s own manager is not imported, and its user must sign in again. {1}",
                place,
                reason);
    }
}
