package org.vedfolnir.account;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.function.Consumer;

/**
 * Gives an empty database its administrator when the application starts. The password goes to the context attribute {@value
 * #ATTRIBUTE}, a {@code Consumer<String>}, when whoever started the container set one; else to the log, this once.
 */
@WebListener
public final class FirstStart implements ServletContextListener {

    static final String ATTRIBUTE = "org.vedfolnir.firstPassword";

    private static final System.Logger LOG = System.getLogger(FirstStart.class.getName());

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Accounts accounts;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        var listener = event.getServletContext().getAttribute(ATTRIBUTE);
        accounts.createFirst(password -> tell(listener, password));
    }

    @SuppressWarnings("unchecked")
    private static void tell(Object listener, String password) {
        if (listener instanceof Consumer<?> consumer) {
            ((Consumer<String>) consumer).accept(password);
        } else {
            LOG.log(
                    System.Logger.Level.INFO,
                    "First start: sign in as admin with the password {0}. It is not shown again.",
                    password);
        }
    }
}
