package org.vedfolnir.account.setup;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.vedfolnir.database.Database;

/**
 * Publishes a link for creating the first account, at each start without an account, as soon as the database is open. If an embedding program has set
 * the context attribute {@value #ATTRIBUTE}, a {@code BiConsumer<String, Instant>}, it gets the path and the expiry; otherwise the link is logged.
 */
@WebListener
public final class SetupListener implements ServletContextListener {

    static final String ATTRIBUTE = "org.vedfolnir.setup";

    private static final System.Logger LOG = System.getLogger(SetupListener.class.getName());

    @Inject
    private Database database;

    @Inject
    private FirstAdministrator first;

    @Inject
    private FoldedNameBackfill names;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        var context = event.getServletContext();
        database.whenOpen(names::fillIn);
        database.whenOpen(() -> first.offer()
                .ifPresent(link -> tell(context, context.getContextPath() + link.path(), link.expiresAt())));
    }

    @SuppressWarnings("unchecked")
    private static void tell(ServletContext context, String path, Instant until) {
        if (context.getAttribute(ATTRIBUTE) instanceof BiConsumer<?, ?> listener) {
            ((BiConsumer<String, Instant>) listener).accept(path, until);
        } else {
            LOG.log(
                    System.Logger.Level.INFO,
                    "There is no account yet. Create the administrator account at {0} of this server. The link works once, until {1}. A later start prints a new link.",
                    path,
                    until);
        }
    }
}
