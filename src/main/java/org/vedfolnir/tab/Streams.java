package org.vedfolnir.tab;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

    /** A browser has one, whichever tab holds it. What is opened beyond ends the oldest: its reader has gone, or is no browser. */
    private static final int MOST_OF_A_SESSION = 8;

    private static final int MOST_OF_AN_ACCOUNT = 40;

    private static final int AT_ONCE = 500;
    private static final String BEGIN = "retry: 500\n\n";

    @Inject
    SessionRegistry registry;

    @Inject
    SessionContext session;

    @Inject
    AccountChanges accounts;

    /** In the order in which they were opened. */
    private final Queue<Follower> followers = new ConcurrentLinkedQueue<>();

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

    /**
     * Opens a stream for the session of this request.
     *
     * @return false when this node, or this account on it, has as many as it may: nothing is begun then
     */
    boolean open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var opened = admit(request, response);
        opened.ifPresent(EventStream::begin);
        return opened.isPresent();
    }

    /** One after the other, so that those who come at once are counted. */
    private synchronized Optional<EventStream> admit(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var account = session.requireUserId();
        var facts = registry.current().orElseThrow();
        var followed = registry.follow().orElseThrow();
        endOldestOf(facts.handle());
        if (followers.size() >= most || count(each -> each.isOf(account)) >= MOST_OF_AN_ACCOUNT) {
            return Optional.empty();
        }
        var context = request.startAsync(request, response);
        context.setTimeout(LIFE.toMillis());
        var stream = new EventStream(context, BEGIN);
        context.addListener(new Closing(stream));
        followers.add(new Follower(stream, followed, facts.handle(), account, facts.version(), session.getRevision()));
        return Optional.of(stream);
    }

    private void endOldestOf(String handle) {
        followers.removeIf(each -> each.stream().isOver());
        if (count(each -> each.isOf(handle)) >= MOST_OF_A_SESSION) {
            followers.stream().filter(each -> each.isOf(handle)).findFirst().ifPresent(oldest -> {
                followers.remove(oldest);
                oldest.stream().end();
            });
        }
    }

    private long count(Predicate<Follower> which) {
        return followers.stream().filter(which).count();
    }

    private void lookAtSessions() {
        followers.removeIf(each -> each.stream().isOver());
        inParts(some -> {
            var standings =
                    registry.standings(some.stream().map(Follower::session).toList());
            for (var i = 0; i < some.size(); i++) {
                var standing = standings.get(i);
                tell(some.get(i), each -> each.stands(standing));
            }
        });
    }

    private void lookAtAccounts() {
        inParts(some -> {
            var revisions =
                    accounts.revisions(some.stream().map(Follower::account).collect(Collectors.toSet()));
            some.forEach(one -> tell(one, each -> each.accountStands(revisions.get(each.account()))));
        });
    }

    /** What fails for one ends its stream, so that its browser opens another or asks now and then; the others are told. */
    private static void tell(Follower follower, Consumer<Follower> what) {
        try {
            what.accept(follower);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "An open tab cannot be told how its session stands: its stream ends.",
                    e);
            follower.stream().onError(e);
        }
    }

    /** The parts that are left are told as well when one fails. */
    private void inParts(Consumer<List<Follower>> look) {
        var all = List.copyOf(followers);
        RuntimeException failure = null;
        for (var from = 0; from < all.size(); from += AT_ONCE) {
            try {
                look.accept(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
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
