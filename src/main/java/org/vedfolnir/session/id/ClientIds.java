package org.vedfolnir.session.id;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.settings.StoredIds;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Session ids as clients send them: validates them and maps them to the ids of the store. Other nodes may have other
 * generators, for example while their length is changed node by node. A node whose ids have fewer than
 * {@value IdFormat#SURE} characters, or any format, publishes that in the store before it generates the first one, and
 * the others query the store when such an id arrives. Thread-safe.
 */
public final class ClientIds {

    private static final System.Logger LOG = System.getLogger(ClientIds.class.getName());
    /** OWASP ASVS 5.0, 7.2.3. */
    private static final int ENOUGH_BITS = 128;
    /** With fewer bits, a new id may already belong to another session. */
    private static final int UNIQUE_BITS = 64;

    private static final int MOST_DRAWS = 2000;
    /** So many in a row mean that nearly all of the store is out of reach. */
    private static final int MOST_OUT_OF_REACH = 50;

    /** Bounds the queries that invalid ids cause: one in this time on average, and a few at once. */
    private static final long PAUSE = Duration.ofMillis(100).toNanos();

    private static final long AT_ONCE = 10 * PAUSE;

    private final IdGenerator.Given given;
    private final StoredIds storedIds;
    private final Store store;
    private final LongSupplier nanos;
    /** Token bucket as a time: each query adds a pause, and unused pauses expire but for a few. */
    private final AtomicLong paidUntil;

    private volatile IdFormat accepted;
    private volatile boolean published;

    public ClientIds(IdGenerator.Given given, StoredIds storedIds, Store store, LongSupplier nanos) {
        this.given = given;
        this.storedIds = storedIds;
        this.store = store;
        this.nanos = nanos;
        this.accepted = given.form();
        this.published = given.form().code() >= IdFormat.SURE;
        this.paidUntil = new AtomicLong(nanos.getAsLong() - AT_ONCE);
    }

    /** For the start: logs a warning if ids are short, and publishes their format as soon as the store answers. */
    public ClientIds announce() {
        warnOfShortOnes();
        publishAgain();
        return this;
    }

    private void warnOfShortOnes() {
        if (given.bits() < ENOUGH_BITS) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Session ids have {0} characters, at most {1} random bits. An attacker who guesses an id takes"
                            + " over a session, and"
                            + " fewer than {2} bits can be guessed by trying. Set sessionIdLength of"
                            + " <SessionIdGenerator> to 16 bytes"
                            + " or more.",
                    given.sample().length(),
                    given.bits(),
                    ENOUGH_BITS);
        }
    }

    /**
     * Whether a session could have that id. Queries the store now and then, if only another generator could have made
     * it.
     */
    public boolean isPlausible(@Nullable String sent) {
        if (sent == null) {
            return false;
        }
        return accepted.fits(sent)
                || accepted.words() && IdFormat.ANY.fits(sent) && refreshed().fits(sent);
    }

    private IdFormat refreshed() {
        if (tryAcquireQuery()) {
            try {
                widen(store.nodes().idForm(IdFormat.SURE));
            } catch (StoreUnavailableException e) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "The formats of other nodes' session ids are not known:" + " {0}",
                        e.getMessage());
            }
        }
        return accepted;
    }

    private boolean tryAcquireQuery() {
        while (true) {
            var now = nanos.getAsLong();
            var paid = paidUntil.get();
            var next = (now - paid > AT_ONCE ? now - AT_ONCE : paid) + PAUSE;
            if (next - now > 0) {
                return false;
            } else if (paidUntil.compareAndSet(paid, next)) {
                return true;
            }
        }
    }

    private void widen(int code) {
        if (code < accepted.code()) {
            accepted = IdFormat.of(code);
        }
    }

    /** The store may have lost the format, or was not available before. */
    public void publishAgain() {
        try {
            publish();
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "The format of session ids is not published yet: {0}", e.getMessage());
        }
    }

    /** Publishes a format of short or arbitrary ids for the other nodes, before the first such id is generated. */
    private void publish() {
        if (given.form().code() < IdFormat.SURE) {
            widen(store.nodes().idForm(given.form().code()));
            published = true;
        }
    }

    /** Returns a generated id that no session has; if a part of the store does not answer, one in another part. */
    public String unused(Supplier<String> generator) {
        return drawn(
                generator,
                (id, draw) -> draw > MOST_OUT_OF_REACH || store.placement().isInReach(stored(id)));
    }

    /** Returns a generated id that no session has and that fits. */
    public String unused(Supplier<String> generator, Predicate<String> fits) {
        return drawn(generator, (id, draw) -> fits.test(id));
    }

    private String drawn(Supplier<String> generator, BiPredicate<String, Integer> fits) {
        if (!published) {
            publish();
        }
        for (var i = 0; i < MOST_DRAWS; i++) {
            var id = generator.get();
            if (fits.test(id, i) && (given.bits() >= UNIQUE_BITS || !isUsed(id))) {
                return id;
            }
        }
        throw new IllegalStateException("The session id generator generated no unused, fitting id in " + MOST_DRAWS
                + " tries: its ids are too short for so many sessions, or not random. Set sessionIdLength to"
                + " 16 bytes or more.");
    }

    private boolean isUsed(String id) {
        return store.sessions().peek(stored(id)).isPresent();
    }

    /**
     * Returns the id under which the store keeps a session: the id of the cookie, or its HMAC. Characters other than
     * letters, digits and {@code - _ .} are percent-encoded, so that two ids never have the same key.
     */
    public SessionId stored(String id) {
        return storedIds.of(id);
    }
}
