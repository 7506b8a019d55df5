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
 * Ids as clients send them: which of them may be one, and under which id of its own the store keeps a session. Other nodes may have other
 * generators, as when their length is changed node by node: those that make ids of fewer than {@value IdFormat#SURE} characters, or of any form, say
 * so in the store before the first one, and the others ask when such an id comes. Thread-safe.
 */
public final class ClientIds {

    private static final System.Logger LOG = System.getLogger(ClientIds.class.getName());
    /** OWASP ASVS 5.0, 7.2.3. */
    private static final int ENOUGH_BITS = 128;
    /** With fewer, an id that is drawn may be another session's. */
    private static final int UNIQUE_BITS = 64;

    private static final int MOST_DRAWS = 2000;
    /** If so many were out of reach, nearly all of the store is. */
    private static final int MOST_OUT_OF_REACH = 50;

    /** Strangers who send nonsense make a node ask so often at most, and a few times at once. */
    private static final long PAUSE = Duration.ofMillis(100).toNanos();

    private static final long AT_ONCE = 10 * PAUSE;

    private final IdGenerator.Given given;
    private final StoredIds storedIds;
    private final Store store;
    private final LongSupplier nanos;
    /** Each question costs a pause; those that nobody asked are worth no more than a few. */
    private final AtomicLong paidUntil;

    private volatile IdFormat taken;
    private volatile boolean told;

    public ClientIds(IdGenerator.Given given, StoredIds storedIds, Store store, LongSupplier nanos) {
        this.given = given;
        this.storedIds = storedIds;
        this.store = store;
        this.nanos = nanos;
        this.taken = given.form();
        this.told = given.form().code() >= IdFormat.SURE;
        this.paidUntil = new AtomicLong(nanos.getAsLong() - AT_ONCE);
    }

    /** For the start: says in the log that ids are short, and tells the other nodes as soon as the store is there. */
    public ClientIds announced() {
        warnOfShortOnes();
        tellAgain();
        return this;
    }

    private void warnOfShortOnes() {
        if (given.bits() < ENOUGH_BITS) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Session ids have {0} characters, which are {1} random bits at most. Whoever guesses an id is in somebody's session:"
                            + " with fewer than {2} bits that can be done by trying. Set sessionIdLength of <SessionIdGenerator> to 16 bytes"
                            + " or more.",
                    given.sample().length(),
                    given.bits(),
                    ENOUGH_BITS);
        }
    }

    /** Whether a session could have that id. Asks the store now and then, where it could only be one of another generator. */
    public boolean mayBe(@Nullable String sent) {
        if (sent == null) {
            return false;
        }
        return taken.fits(sent)
                || taken.words() && IdFormat.ANY.fits(sent) && learned().fits(sent);
    }

    private IdFormat learned() {
        if (mayAsk()) {
            try {
                learn(store.nodes().idForm(IdFormat.SURE));
            } catch (StoreUnavailableException e) {
                LOG.log(System.Logger.Level.DEBUG, "Other forms of session ids are not known: {0}", e.getMessage());
            }
        }
        return taken;
    }

    private boolean mayAsk() {
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

    private void learn(int code) {
        if (code < taken.code()) {
            taken = IdFormat.of(code);
        }
    }

    /** The store may lose what was told, or not have been there. */
    public void tellAgain() {
        try {
            tell();
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "The form of session ids is not told yet: {0}", e.getMessage());
        }
    }

    /** Tells the other nodes of short ids, or of ones of any form; before the first one is given. */
    private void tell() {
        if (given.form().code() < IdFormat.SURE) {
            learn(store.nodes().idForm(given.form().code()));
            told = true;
        }
    }

    /** An id that no session has, of those that the generator gives; where a part of the store is away, one of another part. */
    public String unused(Supplier<String> generator) {
        return drawn(
                generator,
                (id, draw) -> draw > MOST_OUT_OF_REACH || store.placement().isInReach(stored(id)));
    }

    /** The same of those that fit. */
    public String unused(Supplier<String> generator, Predicate<String> fits) {
        return drawn(generator, (id, draw) -> fits.test(id));
    }

    private String drawn(Supplier<String> generator, BiPredicate<String, Integer> fits) {
        if (!told) {
            tell();
        }
        for (var i = 0; i < MOST_DRAWS; i++) {
            var id = generator.get();
            if (fits.test(id, i) && (given.bits() >= UNIQUE_BITS || !isUsed(id))) {
                return id;
            }
        }
        throw new IllegalStateException(
                "The session id generator gave no id that is free and fits in " + MOST_DRAWS
                        + " tries: its ids are too short for so many sessions, or not random. Set sessionIdLength to 16 bytes or more.");
    }

    private boolean isUsed(String id) {
        return store.sessions().peek(stored(id)).isPresent();
    }

    /**
     * Where the store keeps the session of an id: under that of the cookie itself, or its HMAC. What is more than letters, digits, {@code - _ .}
     * is written as {@code %7B}, so that no two ids have one place.
     */
    public SessionId stored(String id) {
        return storedIds.of(id);
    }
}
