package org.vedfolnir.instance;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.web.Settings;

/**
 * Mastodon and Pixelfed servers, which are asked within five seconds or not at all. Looking up a name has no deadline of its own, so that each question has
 * a thread, and there are few: who asks while all are busy is told so. Thread-safe.
 */
@ApplicationScoped
public class Instances {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int AT_ONCE = 8;

    private final Reach reach;
    private final CheckedResolver.Lookup lookup;
    private final SSLContext trust;
    private final Duration patience;
    private final ExecutorService questions;

    /** For CDI's proxy. */
    @SuppressWarnings("NullAway")
    protected Instances() {
        this.reach = null;
        this.lookup = null;
        this.trust = null;
        this.patience = null;
        this.questions = null;
    }

    /** {@code PLATFORM_ALLOW_LOOPBACK} opens the way to instances on this machine, for who develops one. */
    @Inject
    Instances(Settings settings) {
        this(
                new Reach(settings.flag("platformAllowLoopback", "PLATFORM_ALLOW_LOOPBACK", false)),
                InetAddress::getAllByName,
                trustOfJava(),
                PATIENCE);
    }

    Instances(Reach reach, CheckedResolver.Lookup lookup, SSLContext trust, Duration patience) {
        this.reach = reach;
        this.lookup = lookup;
        this.trust = trust;
        this.patience = patience;
        this.questions =
                new ThreadPoolExecutor(0, AT_ONCE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), Instances::thread);
    }

    private static Thread thread(Runnable question) {
        var thread = new Thread(question, "asks-an-instance");
        thread.setDaemon(true);
        return thread;
    }

    private static SSLContext trustOfJava() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "This Java cannot make TLS connections. Check its security file and its trust store.", e);
        }
    }

    /** What somebody entered as an address. */
    public InstanceAddress.Checked address(String entered) {
        return InstanceAddress.of(entered, reach);
    }

    /**
     * Asks what runs there, and then whose token it is; where the first is not answered, the token is not sent.
     *
     * @param token null to leave out the second
     */
    public Findings ask(InstanceAddress instance, @Nullable String token) {
        var encrypted = "https".equals(instance.uri().getScheme());
        var resolver = new CheckedResolver(lookup, reach, encrypted);
        try (var client = new GuardedClient(instance, resolver, trust, patience.toMillis())) {
            var answer = questions.submit(() -> ask(client, token));
            try {
                return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return new Findings.Failed(Failure.TOO_SLOW, "");
            } finally {
                client.abort();
                answer.cancel(true);
            }
        } catch (RejectedExecutionException e) {
            return new Findings.Failed(Failure.BUSY, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Findings.Failed(Failure.BUSY, "");
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Asking " + instance + " failed in a way that no server should be able to cause. Report it.",
                    e.getCause());
        }
    }

    private static Findings ask(GuardedClient client, @Nullable String token) {
        try {
            var version = text(client.get("/api/v2/instance", null), "version");
            var account = token == null ? "" : text(client.get("/api/v1/accounts/verify_credentials", token), "acct");
            return new Findings.Works(account, version);
        } catch (NoAnswerException e) {
            return new Findings.Failed(e.failure(), e.detail());
        }
    }

    private static String text(JsonObject object, String member) throws NoAnswerException {
        var text = object.getString(member, "");
        if (text.isBlank()) {
            throw new NoAnswerException(Failure.NOT_JSON, "");
        }
        return GuardedClient.bounded(text);
    }

    @PreDestroy
    void close() {
        questions.shutdownNow();
    }
}
