package org.vedfolnir.account.setup;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.vedfolnir.account.password.PasswordRules;
import org.vedfolnir.database.Database;

/**
 * Tells a link to make the first account with, as often as the application starts without one, and as soon as the database is there. It goes to the context attribute {@value
 * #ATTRIBUTE}, a {@code BiConsumer<String, Instant>} of its path and its end, when whoever started the container set one; else to the log.
 */
@WebListener
public final class FirstStart implements ServletContextListener {

    static final String ATTRIBUTE = "org.vedfolnir.setup";

    private static final System.Logger LOG = System.getLogger(FirstStart.class.getName());

    @Inject
    private Database database;

    @Inject
    private FirstAdministrator first;

    @Inject
    private FoldedNameBackfill names;

    @Inject
    private PasswordRules rules;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        rules.shortest(); // a wrong setting stops the start, and not the first person who chooses a password
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
                    "There is no account yet. Make the administrator''s at this server''s {0}, once, until {1}; a later start tells another link.",
                    path,
                    until);
        }
    }
}
