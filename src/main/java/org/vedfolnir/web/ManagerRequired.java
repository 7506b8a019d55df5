package org.vedfolnir.web;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stops the start of the application in a container without the session manager's jar, with one sentence instead of the missing
 * classes that everything else would die of. It may name no class of the jar.
 */
public final class ManagerRequired implements ServletContainerInitializer {

    private static final String NEEDED = "org.vedfolnir.session.admin.SessionRegistry";

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) throws ServletException {
        try {
            Class.forName(NEEDED, false, ManagerRequired.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new CannotStartException(
                    "Vedfolnir needs its session manager: copy vedfolnir-session-manager.jar into the container's lib folder and add"
                            + " its <Manager> line to the context; docs/install.md shows both.");
        }
    }
}
