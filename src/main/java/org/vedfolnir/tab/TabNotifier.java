package org.vedfolnir.tab;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.vedfolnir.account.AccountSessions;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.session.admin.DrainState;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.web.ApplicationSetting;
import org.vedfolnir.web.Settings;

/**
 * Notifies the open streams of this node. Polls the sessions and the accounts of all of them twice a second: one query to the store and one to the
 * database for each {@value TabSubscriptions#BATCH} streams. Thread-safe.
 */
@ApplicationScoped
class TabNotifier {

    private static final System.Logger LOG = System.getLogger(TabNotifier.class.getName());
    private static final Duration PERIOD = Duration.ofMillis(500);
    /** Afterwards the browser opens another stream, on any node. */
    private static final Duration LIFE = Duration.ofMinutes(10);

    private static final String BEGIN = "retry: 500\n\n";

    /** The same on a node that an operator drains, in polls: it need not wait for open streams when it stops. */
    private static final int POLLS_WHILE_DRAINING = 10;

    @Inject
    SessionRegistry registry;

    @Inject
    DrainState drain;

    @Inject
    SessionContext session;

    @Inject
    AccountSessions accounts;

    private final TabSubscriptions subscriptions;
    private final ScheduledExecutorService scheduler;

    /** Of one thread: how many polls have passed since an operator began to drain this node; 0 if it is not draining. */
    private int pollsWhileDraining;

    /** For CDI's proxy. */
    @SuppressWarnings("NullAway")
    protected TabNotifier() {
        this.scheduler = null;
        this.subscriptions = null;
    }

    @Inject
    TabNotifier(Settings settings) {
        this.subscriptions = new TabSubscriptions(settings.count(ApplicationSetting.TAB_STREAMS));
        this.scheduler = Executors.newScheduledThreadPool(2, task -> {
            var thread = new Thread(task, "vedfolnir-tabs");
            thread.setDaemon(true);
            return thread;
        });
        begin(guarded("sessions", this::pollSessions));
        begin(guarded("accounts", this::pollAccounts));
    }

    private void begin(Runnable poll) {
        scheduler.scheduleWithFixedDelay(poll, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Opens a stream for the session of this request.
     *
     * @return false if this node, or this account on it, has the maximum number of streams; no stream is opened then
     */
    boolean open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var opened = admit(request, response);
        opened.ifPresent(EventStream::begin);
        return opened.isPresent();
    }

    private Optional<EventStream> admit(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var account = session.requireUserId();
        var facts = registry.current().orElseThrow();
        var followed = registry.follow().orElseThrow();
        return subscriptions
                .add(facts.handle(), account, () -> {
                    var stream = stream(request, response);
                    return new TabSubscription(
                            stream, followed, facts.handle(), account, facts.version(), session.getRevision());
                })
                .map(TabSubscription::stream);
    }

    private static EventStream stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var context = request.startAsync(request, response);
        context.setTimeout(LIFE.toMillis());
        var stream = new EventStream(context, BEGIN);
        context.addListener(new StreamTimeoutListener(stream));
        return stream;
    }

    private void pollSessions() {
        endWhileDraining();
        subscriptions.removeOver();
        subscriptions.inBatches(some -> {
            var statuses = registry.statuses(
                    some.stream().map(TabSubscription::session).toList());
            for (var i = 0; i < some.size(); i++) {
                var status = statuses.get(i);
                tell(some.get(i), each -> each.onStatus(status));
            }
        });
    }

    /** The load balancer sends the next stream of each browser elsewhere, or, if it has not noticed yet, the one after that. */
    private void endWhileDraining() {
        if (!drain.isDraining()) {
            pollsWhileDraining = 0;
        } else if (pollsWhileDraining++ % POLLS_WHILE_DRAINING == 0) {
            subscriptions.endAll();
        }
    }

    private void pollAccounts() {
        subscriptions.inBatches(some -> {
            var revisions = accounts.revisions(
                    some.stream().map(TabSubscription::account).collect(Collectors.toSet()));
            some.forEach(one -> tell(one, each -> each.onAccountRevision(revisions.get(each.account()))));
        });
    }

    /** A failure ends only the stream concerned: its browser opens another one or polls. The others are notified. */
    private static void tell(TabSubscription subscription, Consumer<TabSubscription> what) {
        try {
            what.accept(subscription);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "An open tab could not be notified of its session. Its stream ends; the browser opens another one.",
                    e);
            subscription.stream().onError(e);
        }
    }

    /** @param what the polled data, for the log */
    private Runnable guarded(String what, Runnable poll) {
        var failing = new AtomicBoolean();
        return () -> {
            try {
                poll.run();
                failing.set(false);
            } catch (RuntimeException e) {
                // store or database failed: the streams wait, and the polling thread must survive
                if (!failing.getAndSet(true)) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "Open tabs are not notified of changes of their {0} at the moment: {1} Notifications resume when the poll succeeds.",
                            what,
                            e.getMessage());
                }
            }
        };
    }

    @PreDestroy
    void close() {
        scheduler.shutdownNow();
        subscriptions.endAll();
    }
}
