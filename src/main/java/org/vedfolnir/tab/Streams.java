package org.vedfolnir.tab;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.vedfolnir.account.AccountChanges;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.web.Settings;

/**
 * The open streams of this node. Twice a second it looks at the sessions of all of them at once, and at the accounts: one question to the
 * store, and one to the database, for each {@value #AT_ONCE} streams. Thread-safe.
 */
@ApplicationScoped
class Streams {

    private static final System.Logger LOG = System.getLogger(Streams.class.getName());
    private static final Duration PERIOD = Duration.ofMillis(500);
    /** A browser opens another one then, at whichever node. */
    private static final Duration LIFE = Duration.ofMinutes(10);

    private static final int AT_ONCE = 500;
    private static final String BEGIN = "retry: 500\n\n";

    @Inject
    @SuppressWarnings("NullAway.Init")
    SessionRegistry registry;

    @Inject
    @SuppressWarnings("NullAway.Init")
    SessionContext session;

    @Inject
    @SuppressWarnings("NullAway.Init")
    AccountChanges accounts;

    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looking;
    private final int most;

    /** For CDI's proxy. */
    @SuppressWarnings("NullAway")
    protected Streams() {
        this.looking = null;
        this.most = 0;
    }

    @Inject
    Streams(Settings settings) {
        this.most = Integer.parseInt(settings.read(
                "tabStreams",
                "TAB_STREAMS",
                "2000",
                "a number from 0 to 100000",
                text -> text.matches("\\d{1,5}|100000")));
        this.looking = Executors.newScheduledThreadPool(2, task -> {
            var thread = new Thread(task, "vedfolnir-tabs");
            thread.setDaemon(true);
            return thread;
        });
        begin(going("sessions", this::lookAtSessions));
        begin(going("accounts", this::lookAtAccounts));
    }

    private void begin(Runnable look) {
        looking.scheduleWithFixedDelay(look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean haveRoom() {
        return followers.size() < most;
    }

    /** Opens a stream for the session of this request. */
    void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var facts = registry.current().orElseThrow();
        var followed = registry.follow().orElseThrow();
        var context = request.startAsync(request, response);
        context.setTimeout(LIFE.toMillis());
        var stream = new EventStream(context, BEGIN);
        context.addListener(new Closing(stream));
        followers.add(new Follower(stream, followed, session.requireUserId(), facts.version(), session.getRevision()));
        stream.begin();
    }

    private void lookAtSessions() {
        followers.removeIf(each -> each.stream().isOver());
        inParts(some -> {
            var standings =
                    registry.standings(some.stream().map(Follower::session).toList());
            for (var i = 0; i < some.size(); i++) {
                some.get(i).stands(standings.get(i));
            }
        });
    }

    private void lookAtAccounts() {
        inParts(some -> {
            var revisions =
                    accounts.revisions(some.stream().map(Follower::account).collect(Collectors.toSet()));
            some.forEach(each -> each.accountStands(revisions.get(each.account())));
        });
    }

    private void inParts(Consumer<List<Follower>> look) {
        var all = List.copyOf(followers);
        for (var from = 0; from < all.size(); from += AT_ONCE) {
            look.accept(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
    }

    /** @param what is looked at */
    private Runnable going(String what, Runnable look) {
        var failing = new AtomicBoolean();
        return () -> {
            try {
                look.run();
                failing.set(false);
            } catch (RuntimeException e) {
                // whatever failed, store or database: streams wait, and their thread must live
                if (!failing.getAndSet(true)) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "Open tabs are not told how their {0} stand for now: {1} They are again as soon as that answers.",
                            what,
                            e.getMessage());
                }
            }
        };
    }

    @PreDestroy
    void close() {
        looking.shutdownNow();
        followers.forEach(each -> each.stream().end());
    }
}
