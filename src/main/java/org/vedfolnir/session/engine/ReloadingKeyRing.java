package org.vedfolnir.session.engine;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.document.seal.KeySource;

/**
 * The keys with which this node seals documents. Tomcat's background thread reloads them; a document that names an
 * unknown key triggers a reload at most once a second. If the new keys are invalid, this logs it once and keeps the old
 * ones. It logs a failed decryption once an hour for each key. Thread-safe.
 */
public final class ReloadingKeyRing implements KeySource {

    private static final System.Logger LOG = System.getLogger(ReloadingKeyRing.class.getName());
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);
    /** An attacker who can write to Redis can create any number of such values. */
    private static final long QUIET = TimeUnit.HOURS.toNanos(1);

    private final Supplier<KeyRing> reading;
    private final LongSupplier nanoTime;
    private final Runnable changed;
    private final boolean wrapping;
    /** When a failed decryption was last logged, by key. */
    private final Map<String, Long> lastLogged = new ConcurrentHashMap<>();

    private volatile KeyRing ring;
    private String lastError = "";
    private long lastLook;

    /**
     * @param ring the keys at the start
     * @param reading reads the current setting; throws an {@link IllegalArgumentException} that describes the error
     *     and contains no key
     * @param changed runs after other keys have come into use
     * @param wrapping whether documents are sealed with data keys, which the ring's keys wrap
     */
    public ReloadingKeyRing(
            KeyRing ring, Supplier<KeyRing> reading, Runnable changed, boolean wrapping, LongSupplier nanoTime) {
        this.wrapping = wrapping;
        this.ring = ring;
        this.reading = reading;
        this.changed = changed;
        this.nanoTime = nanoTime;
        this.lastLook = nanoTime.getAsLong() - PAUSE;
    }

    @Override
    public KeyRing current() {
        return ring;
    }

    /** An attacker who can write to Redis can name unknown keys, and must not cause a file read each time. */
    @Override
    public synchronized KeyRing reload() {
        if (nanoTime.getAsLong() - lastLook >= PAUSE) {
            refresh();
        }
        return ring;
    }

    @Override
    public boolean wrapping() {
        return wrapping;
    }

    /** Two nodes with different keys of one name cause this, and so does a session that was modified in Redis. */
    @Override
    public void onDecryptionFailure(String kid) {
        var now = nanoTime.getAsLong();
        var before = lastLogged.get(kid);
        if (before != null && now - before < QUIET || !ring.names().contains(kid)) {
            return;
        }
        lastLogged.put(kid, now);
        LOG.log(
                System.Logger.Level.WARNING,
                "A stored session, or a sealed text, does not open with the key {0} of this node, although it names that key. Do all"
                        + " nodes have the same file? Compare them (sha256sum); a key is made once and copied to every node. If they"
                        + " are the same, someone modified the stored value. This is logged once an hour.",
                kid);
    }

    /**
     * Takes over the keys that are configured now.
     *
     * @return what is wrong with them, if they were not taken over
     */
    public synchronized Optional<String> refresh() {
        lastLook = nanoTime.getAsLong();
        try {
            take(ring.replacedBy(reading.get()));
            lastError = "";
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            var error = String.valueOf(e.getMessage());
            logOnce(error);
            return Optional.of(error);
        }
    }

    private void take(KeyRing next) {
        if (next == ring) {
            return;
        }
        LOG.log(
                System.Logger.Level.INFO,
                "Sessions are sealed with {0} from now on; {1} open them (before: {2}).",
                next.names().get(0),
                next.names(),
                ring.names());
        ring = next;
        changed.run();
    }

    private void logOnce(String wrong) {
        if (!wrong.equals(lastError)) {
            lastError = wrong;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The changed encryption keys are not used; this node continues with {0}. {1}",
                    ring.names(),
                    wrong);
        }
    }
}
