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
import org.vedfolnir.web.ApplicationSetting;
import org.vedfolnir.web.Settings;

/**
 * Queries Mastodon and Pixelfed servers, with a limit of five seconds. Few queries run at once, and two per user; further ones are rejected as busy.
 * An unresponsive name server holds none of them longer than the limit ({@link BoundedDnsLookup}). Thread-safe.
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

    /** {@code PLATFORM_ALLOW_LOOPBACK} allows instances on this machine, for developers of an instance. */
    @Inject
    Instances(Settings settings) {
        this(
                new AddressPolicy(settings.flag(ApplicationSetting.PLATFORM_ALLOW_LOOPBACK)),
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
                    "This Java cannot open TLS connections. Check its java.security file and its trust store.", e);
        }
    }

    /** Validates an address that a user entered. */
    public InstanceAddress.Checked address(String entered) {
        return InstanceAddress.of(entered, policy);
    }

    /**
     * Queries the version of the software and then the owner of the token. If the first query fails, the token is not sent.
     *
     * @param token null to skip the second query
     * @param person the account that asks; two of its queries run at once
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
                    "The query to " + instance + " failed unexpectedly. Please report this error.", e.getCause());
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
