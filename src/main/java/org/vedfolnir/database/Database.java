package org.vedfolnir.database;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.web.Settings;

/**
 * The database of this application, opened on first use and closed with the application. If it cannot be opened, a
 * thread retries each second until it can: requests that need it get a 503 until then, and no restart is needed.
 * Thread-safe.
 */
@ApplicationScoped
public class Database {

    private static final System.Logger LOG = System.getLogger(Database.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final @Nullable DatabaseSettings where;
    private final Queue<Runnable> pending = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile @Nullable OpenDatabase open;
    private volatile String problem = "";
    private @Nullable Thread opener;

    /** For CDI's proxy. */
    protected Database() {
        where = null;
    }

    @Inject
    public Database(Settings settings) {
        var database = DatabaseSettings.of(settings);
        where = database;
        LOG.log(System.Logger.Level.INFO, "The database is {0}.", database.address());
        if (!tryToOpen(database)) {
            startRetrying();
        }
    }

    private boolean tryToOpen(DatabaseSettings database) {
        try {
            if (!accepts(OpenDatabase.open(database))) {
                return false;
            }
            if (!problem.isEmpty()) {
                LOG.log(System.Logger.Level.INFO, "The database is open now. All requests are served again.");
            }
            return true;
        } catch (SQLException | RuntimeException e) { // no failure may end the thread that retries
            var found = OpenFailure.of(e);
            if (!found.reason().equals(problem)) {
                problem = found.reason();
                LOG.log(
                        found.waits() ? System.Logger.Level.WARNING : System.Logger.Level.ERROR,
                        "DEGRADED: the database {0} {1}. Requests that need it get a 503; this node retries each"
                                + " second, and no restart is needed.",
                        database.address(),
                        found.reason());
            }
            return false;
        }
    }

    /** A database that opens after the end of the application, for example after a long migration, is closed again. */
    private boolean accepts(OpenDatabase opened) {
        synchronized (this) {
            if (stop.getCount() > 0) {
                open = opened;
                return true;
            }
        }
        opened.close();
        return false;
    }

    private synchronized void startRetrying() {
        if (opener == null) {
            var thread = new Thread(this::retryUntilDone, "vedfolnir-database");
            thread.setDaemon(true);
            thread.start();
            opener = thread;
        }
    }

    private void retryUntilDone() {
        try {
            while (where != null && !isDone(where) && !stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                // retry
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isDone(DatabaseSettings database) {
        if (open == null && !tryToOpen(database)) {
            return false;
        }
        for (var work = pending.peek(); work != null; work = pending.peek()) {
            if (!isRunOrGivenUp(work)) {
                return false;
            }
            pending.remove(work);
        }
        return isOver();
    }

    /** In one step, so that work which arrives now finds either this thread or none. */
    private synchronized boolean isOver() {
        if (!pending.isEmpty()) {
            return false;
        }
        opener = null;
        return true;
    }

    private static boolean isRunOrGivenUp(Runnable work) {
        try {
            return isRun(work);
        } catch (RuntimeException e) { // this thread has more to do
            LOG.log(
                    System.Logger.Level.ERROR,
                    "A task that waited for the database failed. Restart the application.",
                    e);
            return true;
        }
    }

    private static boolean isRun(Runnable work) {
        try {
            work.run();
            return true;
        } catch (RuntimeException e) {
            if (DatabaseUnavailability.isCauseOf(e)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Runs work once, as soon as the database serves: now, or later on another thread.
     *
     * @throws RuntimeException of the work if it runs now, except for an outage
     */
    public void whenOpen(Runnable work) {
        if (open == null || !isRun(work)) {
            pending.add(work);
            startRetrying();
        }
    }

    /** @throws DatabaseUnavailableException if it could not be opened yet */
    EntityManagerFactory factory() {
        return opened().factory();
    }

    private OpenDatabase opened() {
        var now = open;
        if (now == null) {
            throw new DatabaseUnavailableException(problem.isEmpty() ? "is closed" : problem);
        }
        return now;
    }

    /** Whether the database answers now. */
    public boolean answers() {
        var now = open;
        return now != null && now.answers();
    }

    /** Discards all connections after an outage. */
    void abandonConnections() {
        var now = open;
        if (now != null) {
            now.abandonConnections();
        }
    }

    private void awaitOpener() {
        Thread trying;
        synchronized (this) {
            trying = opener;
        }
        try {
            if (trying != null) {
                trying.join(PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A registered driver would keep the application's classes in memory after it was undeployed. */
    @PreDestroy
    void close() {
        stop.countDown();
        awaitOpener();
        OpenDatabase now;
        synchronized (this) {
            now = open;
            open = null;
            problem = "is closed";
        }
        if (now != null) {
            now.close();
        }
        var mine = DriverManager.drivers()
                .filter(driver -> driver.getClass().getClassLoader() == Database.class.getClassLoader())
                .toList();
        for (var driver : mine) {
            try {
                DriverManager.deregisterDriver(driver);
            } catch (SQLException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The driver {0} cannot be deregistered, so the classes of this application may stay in memory. Restart Tomcat"
                                + " after some redeployments.",
                        driver.getClass());
            }
        }
    }
}
