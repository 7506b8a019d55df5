package org.vedfolnir.web;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.SessionRegistry;

/**
 * Stops the start of the application in a container without the session manager, before the database is used. One sentence replaces the missing
 * classes or beans that would fail otherwise. This class may use constants of the jar only, which the compiler copies.
 */
public final class ManagerRequired implements ServletContainerInitializer {

    private static final String LINE = "<Manager className=\"org.vedfolnir.session.VedfolnirSessionManager\"/>";

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) throws ServletException {
        if (!jarIsThere()) {
            throw new MissingManagerException(
                    "Vedfolnir needs its session manager: copy vedfolnir-session-manager.jar into the container's lib folder, add "
                            + LINE + " to conf/context.xml and start it again; docs/install.md shows both.");
        }
        if (context.getAttribute(SessionRegistry.EXPECTED) == null) {
            throw new MissingManagerException("The context " + context.getContextPath()
                    + " uses another session manager, and Vedfolnir needs its own: add " + LINE
                    + " to conf/context.xml and start the container again; docs/install.md shows it.");
        }
    }

    private static boolean jarIsThere() {
        try {
            Class.forName(SessionRegistry.ATTRIBUTE, false, ManagerRequired.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Has no stack trace: the message says what to do. */
    private static final class MissingManagerException extends ServletException {

        private static final long serialVersionUID = 1;

        MissingManagerException(String sentence) {
            super(sentence);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
