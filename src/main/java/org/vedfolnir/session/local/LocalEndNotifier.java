package org.vedfolnir.session.local;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.tomcat.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/**
 * Polls once a second whether sessions with {@link ContainerAttributes} have ended on another node. Runs on a thread of
 * Tomcat's, from the first such attribute until the manager stops. Thread-safe.
 */
public final class LocalEndNotifier {

    private static final System.Logger LOG = System.getLogger(LocalEndNotifier.class.getName());
    /**
     * A client that reads nothing blocks the thread that closes its web socket; so many may do so without delaying
     * others.
     */
    private static final int MOST_AT_ONCE = 16;

    private final Context context;
    private final Runnable poll;
    private final ExecutorService notifier;
    private @Nullable ScheduledFuture<?> schedule;
    private boolean stopped;

    /** @param poll queries the store once */
    public LocalEndNotifier(Context context, Runnable poll) {
        this.context = context;
        this.poll = poll;
        this.notifier = new ThreadPoolExecutor(
                0,
                MOST_AT_ONCE,
                5,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                LocalEndNotifier::thread,
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    /** Not a thread of a request, which would keep the application of that request in memory. */
    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "vedfolnir-local-ends");
        thread.setDaemon(true);
        thread.setContextClassLoader(LocalEndNotifier.class.getClassLoader());
        return thread;
    }

    public synchronized void start() {
        if (schedule != null || stopped) {
            return;
        }
        var service = Container.getService(context);
        var server = service == null ? null : service.getServer();
        var executor = server == null ? null : server.getUtilityExecutor();
        if (executor != null) {
            schedule = executor.scheduleWithFixedDelay(this::poll, 1, 1, TimeUnit.SECONDS);
        }
    }

    /** An exception would end the schedule. */
    private void poll() {
        try {
            poll.run();
        } catch (Throwable e) {
            ExceptionUtils.handleThrowable(e);
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The check for sessions that ended on another node failed. It is" + " repeated in a second.",
                    e);
        }
    }

    /** Runs a step that calls listeners, with the application's class loader as everywhere. */
    public void notifyListeners(Runnable step) {
        notifier.execute(() -> {
            var thread = Thread.currentThread();
            var before = thread.getContextClassLoader();
            var loader = context.getLoader();
            try {
                if (loader != null) {
                    thread.setContextClassLoader(loader.getClassLoader());
                }
                step.run();
            } finally {
                thread.setContextClassLoader(before);
            }
        });
    }

    public synchronized void stop() {
        stopped = true;
        if (schedule != null) {
            schedule.cancel(false);
        }
        notifier.shutdownNow();
    }
}
