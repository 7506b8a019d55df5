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
 * Publishes a link to create the first account, at each start without an account, as soon as the database is open. It goes to the context attribute
 * {@value #ATTRIBUTE}, a {@code BiConsumer<String, Instant>} of its path and expiry, when an embedding program set one; otherwise to the log.
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
                    "There is no account yet. Make the administrator''s at this server''s {0}, once, until {1}; a"
                            + " later start tells another link.",
                    path,
                    until);
        }
    }
}
