package org.vedfolnir.session.adoption.file;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vedfolnir.session.adoption.FormerDocuments;
import org.vedfolnir.session.former.FormerSession;
import org.vedfolnir.session.id.ClientIds;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Imports the sessions that Tomcat's own manager left in a file, once, under their ids. The file is set aside before the
 * first one is stored, so that no session comes back after it has ended here. Used by one thread at a time.
 */
public final class SessionFileImport {

    private static final System.Logger LOG = System.getLogger(SessionFileImport.class.getName());

    private final SessionFile file;
    private final FormerDocuments documents;
    private final Store store;
    private final ClientIds ids;
    private final Map<String, FormerSession> waiting = new LinkedHashMap<>();
    private int imported;
    private int expired;
    private int present;

    public SessionFileImport(SessionFile file, FormerDocuments documents, Store store, ClientIds ids) {
        this.file = file;
        this.documents = documents;
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
            }
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} sessions of Tomcat''s own manager were imported; {1} had expired, and {2} were in Redis already. The"
                            + " renamed file can be deleted.",
                    imported,
                    expired,
                    present);
        } catch (StoreUnavailableException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} sessions of Tomcat''s own manager wait until Redis answers. {1}",
                    waiting.size(),
                    e.getMessage());
        }
    }

    private void store(String id, FormerSession session) {
        if (session.isExpired(store.now()) || !ids.isPlausible(id)) {
            expired++;
        } else if (store.foreignSessions().begin(documents.write(ids.stored(id), session))) {
            imported++;
        } else {
            present++;
        }
    }
}
