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
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.Shares;
import org.vedfolnir.web.Settings;

/**
 * Mastodon and Pixelfed servers, which are asked within five seconds or not at all. Few questions run at once, and of one person two: who asks while
 * those are busy is told so. A name server that does not answer holds none of them longer than that ({@link BoundedDnsLookup}). Thread-safe.
 */
@ApplicationScoped
public class Instances {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int AT_ONCE = 8;
    private static final int EACH = 2;

    private final AddressPolicy policy;
    private final BoundedDnsLookup lookups;
    private final SSLContext trust;
    private final Duration patience;
    private final Shares places = new Shares(AT_ONCE, EACH);
    private final ExecutorService questions;

    /** For CDI's proxy. */
    @SuppressWarnings("NullAway")
    protected Instances() {
        this.policy = null;
        this.lookups = null;
        this.trust = null;
        this.patience = null;
        this.questions = null;
    }

    /** {@code PLATFORM_ALLOW_LOOPBACK} opens the way to instances on this machine, for who develops one. */
    @Inject
    Instances(Settings settings) {
        this(
                new AddressPolicy(settings.flag("platformAllowLoopback", "PLATFORM_ALLOW_LOOPBACK", false)),
                InetAddress::getAllByName,
                trustOfJava(),
                PATIENCE);
    }

    Instances(AddressPolicy policy, PolicyDnsResolver.Lookup lookup, SSLContext trust, Duration patience) {
        this.policy = policy;
        this.lookups = new BoundedDnsLookup(lookup);
        this.trust = trust;
        this.patience = patience;
        this.questions = Executors.newCachedThreadPool(Instances::thread);
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
        return InstanceAddress.of(entered, policy);
    }

    /**
     * Asks what runs there, and then whose token it is; where the first is not answered, the token is not sent.
     *
     * @param token null to leave out the second
     * @param person the account that asks: of one, two questions run at once
     */
    public ProbeResult ask(InstanceAddress instance, @Nullable String token, long person) {
        var who = Long.toString(person);
        if (!places.tryAcquire(who)) {
            return new ProbeResult.Failed(ProbeFailure.BUSY, "");
        }
        try {
            return ask(instance, token, who);
        } finally {
            places.release(who);
        }
    }

    private ProbeResult ask(InstanceAddress instance, @Nullable String token, String who) {
        var encrypted = "https".equals(instance.uri().getScheme());
        var resolver = new PolicyDnsResolver(lookups.of(who), policy, encrypted);
        try (var client = new GuardedClient(instance, resolver, trust, patience.toMillis())) {
            var answer = questions.submit(() -> ask(client, token));
            try {
                return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return new ProbeResult.Failed(ProbeFailure.TOO_SLOW, "");
            } finally {
                client.abort();
                answer.cancel(true);
            }
        } catch (RejectedExecutionException e) { // the application stops
            return new ProbeResult.Failed(ProbeFailure.BUSY, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ProbeResult.Failed(ProbeFailure.BUSY, "");
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Asking " + instance + " failed in a way that no server should be able to cause. Report it.",
                    e.getCause());
        }
    }

    private static ProbeResult ask(GuardedClient client, @Nullable String token) {
        try {
            var version = text(client.get("/api/v2/instance", null), "version");
            var account = token == null ? "" : text(client.get("/api/v1/accounts/verify_credentials", token), "acct");
            return new ProbeResult.Works(account, version);
        } catch (ProbeFailedException e) {
            return new ProbeResult.Failed(e.failure(), e.detail());
        }
    }

    private static String text(JsonObject object, String member) throws ProbeFailedException {
        var text = object.getString(member, "");
        if (text.isBlank()) {
            throw new ProbeFailedException(ProbeFailure.NOT_JSON, "");
        }
        return GuardedClient.bounded(text);
    }

    @PreDestroy
    void close() {
        questions.shutdownNow();
        lookups.close();
    }
}
