package org.vedfolnir.session;

import java.io.ObjectInputFilter;
import java.util.function.Supplier;
import org.apache.catalina.Context;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.adoption.FormerDocuments;
import org.vedfolnir.session.adoption.FormerWrites;
import org.vedfolnir.session.adoption.SessionAdoption;
import org.vedfolnir.session.adoption.file.SessionFile;
import org.vedfolnir.session.adoption.file.SessionFileImport;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.engine.SessionEngine;
import org.vedfolnir.session.engine.SessionLimit;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.former.FormerFormat;
import org.vedfolnir.session.former.FormerManager;
import org.vedfolnir.session.former.RedissonTomcatFormat;
import org.vedfolnir.session.former.SpringSessionFormat;
import org.vedfolnir.session.http.runtime.SessionComponents;
import org.vedfolnir.session.id.ClientIds;
import org.vedfolnir.session.settings.ManagerSettings;
import org.vedfolnir.session.store.Store;

/**
 * Assembles what takes over the sessions of the manager before. For one start, on one thread.
 *
 * @param filter of classes
 * @param webapp returns the application's class loader
 * @param pathname of the file of Tomcat's own manager; null for its default
 * @param limits of sessions
 */
record AdoptionAssembly(
        ManagerSettings settings,
        AttributeCodec codec,
        ObjectInputFilter filter,
        Supplier<ClassLoader> webapp,
        Context context,
        @Nullable String pathname,
        SessionEngine.Limits limits) {

    /** Returns the adoption of sessions from Redis; null if there is none. */
    @Nullable
    SessionAdoption inRedis(
            Store store,
            DocumentCodec documents,
            Supplier<SessionDocument> fresh,
            SessionComponents parts,
            SessionLimit limit) {
        return settings.adoption().isInRedis()
                ? new SessionAdoption(
                        settings.adoption().from(),
                        format(),
                        store.foreignSessions(),
                        writes(documents, fresh, parts),
                        limit,
                        store::now)
                : null;
    }

    private FormerFormat format() {
        var prefix = settings.adoption().prefix();
        return settings.adoption().from() == FormerManager.SPRING_SESSION
                ? new SpringSessionFormat(prefix, codec, webapp)
                : new RedissonTomcatFormat(prefix, codec, filter, webapp);
    }

    /** Returns the import of the file of Tomcat's own manager; null if there is none. */
    @Nullable
    SessionFileImport ofFile(
            Store store,
            ClientIds ids,
            DocumentCodec documents,
            Supplier<SessionDocument> fresh,
            SessionComponents parts,
            SessionLimit limit) {
        return settings.adoption().from() == FormerManager.STANDARD_MANAGER
                ? new SessionFileImport(
                        new SessionFile(context, webapp, filter, pathname),
                        writes(documents, fresh, parts),
                        limit,
                        store,
                        ids)
                : null;
    }

    private FormerWrites writes(DocumentCodec documents, Supplier<SessionDocument> fresh, SessionComponents parts) {
        var from = new SessionEvent.Created(settings.adoption().from().text());
        return new FormerWrites(
                new FormerDocuments(codec, webapp, fresh, parts.principals()::stored),
                documents,
                limits,
                parts.values()::userOf,
                (handle, user) -> parts.events().event(from, handle, user),
                settings.store().keyPrefix());
    }
}
