package org.vedfolnir.audit;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the audit trail on one thread from the start of the application to its stop: imports events, and compares open rows with the store every ten
 * seconds. Each node has such a thread. The feed gives an event to one of them, and each takes other rows.
 *
 * <p>Like every listener, filter and servlet here it references no class of the manager's jar in its fields and methods: Tomcat inspects them before
 * {@code ManagerRequired} can report that the jar is missing.
 */
@WebListener
public final class AuditTrailListener implements ServletContextListener {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Thread thread;

    @Inject
    private AuditTrailTask keeper;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        var context = event.getServletContext();
        var reader = new Thread(() -> run(context), "vedfolnir-audit");
        reader.setDaemon(true);
        reader.start();
        thread = reader;
    }

    private void run(ServletContext context) {
        try {
            var pause = Duration.ZERO;
            while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = keeper.step(context);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Events that were read but not acknowledged stay in the feed. */
    @Override
    public void contextDestroyed(ServletContextEvent event) {
        stop.countDown();
        if (thread != null) {
            try {
                thread.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
