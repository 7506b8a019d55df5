package org.vedfolnir.session.adoption.file;

import jakarta.servlet.ServletContext;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.catalina.Context;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.session.StandardSession;
import org.apache.catalina.util.CustomObjectInputStream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.former.FormerSession;

/**
 * The file in which Tomcat's own manager leaves its sessions when it stops: {@code SESSIONS.ser} in the work directory of
 * the application. Immutable.
 *
 * @param filter of classes
 * @param webapp returns the application's class loader
 * @param pathname of the file, as that manager was configured; null for its usual name
 */
public record SessionFile(
        Context context,
        Supplier<ClassLoader> webapp,
        ObjectInputFilter filter,
        @Nullable String pathname) {

    private static final String USUAL = "SESSIONS.ser";

    /** Like {@code StandardManager}: a relative path begins at the work directory. */
    Path path() {
        var name = Path.of(pathname == null || pathname.isEmpty() ? USUAL : pathname);
        var work = context.getServletContext().getAttribute(ServletContext.TEMPDIR);
        return work instanceof File folder ? folder.toPath().resolve(name) : name;
    }

    boolean exists() {
        return Files.isRegularFile(path());
    }

    /** Renames the file, so that no later start reads it. Returns its new path. */
    Path setAside() throws IOException {
        var aside = path().resolveSibling(path().getFileName() + ".imported");
        return Files.move(path(), aside, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Adds the sessions of the file by their ids, those before a fault too.
     *
     * @throws IOException if the file is damaged, or the filter rejects a class
     */
    void readInto(Map<String, FormerSession> sessions) throws IOException, ClassNotFoundException {
        var manager = new Reader(context);
        try (var file = new BufferedInputStream(Files.newInputStream(path()));
                var in = new CustomObjectInputStream(file, webapp.get(), context.getLogger(), null, false)) {
            in.setObjectInputFilter(filter);
            var count = (Integer) in.readObject();
            for (var i = 0; i < count; i++) {
                var session = new ReadSession(manager);
                session.readObjectData(in);
                if (session.isWhole()) {
                    sessions.put(session.getIdInternal(), session.facts());
                }
            }
        }
    }

    /** The form of a session is Tomcat's own: its classes read it. */
    private static final class Reader extends ManagerBase {

        Reader(Context context) {
            setContext(context);
        }

        @Override
        public void load() {
            // its sessions are read one by one
        }

        @Override
        public void unload() {
            // it has no sessions
        }
    }

    private static final class ReadSession extends StandardSession {

        private static final long serialVersionUID = 1;

        ReadSession(ManagerBase manager) {
            super(manager);
        }

        boolean isWhole() {
            return isValid && getIdInternal() != null;
        }

        FormerSession facts() {
            return new FormerSession(
                    Instant.ofEpochMilli(creationTime),
                    Instant.ofEpochMilli(Math.max(thisAccessedTime, lastAccessedTime)),
                    Math.max(0, maxInactiveInterval) * 1000L,
                    new LinkedHashMap<>(attributes),
                    Map.of(),
                    principal,
                    authType);
        }
    }
}
