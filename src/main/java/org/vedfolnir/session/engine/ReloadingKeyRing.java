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
 * The keys that seal documents on this node, read again while it runs: from Tomcat's background thread, and at most once a second when a
 * document names a key that is not known. What is wrong with them is said once, and then the keys before stay. What names one of them and does
 * not open with it is said once an hour. Thread-safe.
 */
public final class ReloadingKeyRing implements KeySource {

    private static final System.Logger LOG = System.getLogger(ReloadingKeyRing.class.getName());
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);
    /** Who can write to Redis can make as many such values as they like. */
    private static final long QUIET = TimeUnit.HOURS.toNanos(1);

    private final Supplier<KeyRing> reading;
    private final LongSupplier nanoTime;
    private final Runnable changed;
    private final boolean wrapping;
    /** When it was last said of a key that something does not open with it. */
    private final Map<String, Long> saidOf = new ConcurrentHashMap<>();

    private volatile KeyRing ring;
    private String told = "";
    private long lastLook;

    /**
     * @param ring in use from the start
     * @param reading reads the setting as it is now; throws an {@link IllegalArgumentException} that says what is wrong, and no key
     * @param changed what to do when other keys have come into use
     * @param wrapping whether data keys seal, which the ring's wraps
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

    /** Anybody who can write to Redis can name a key that there is not: that must not read a file each time. */
    @Override
    public synchronized KeyRing reload() {
        if (nanoTime.getAsLong() - lastLook >= PAUSE) {
            look();
        }
        return ring;
    }

    @Override
    public boolean wrapping() {
        return wrapping;
    }

    /** Two nodes with two keys of one name look like this, and so does a session that somebody changed in Redis. */
    @Override
    public void onDecryptionFailure(String kid) {
        var now = nanoTime.getAsLong();
        var before = saidOf.get(kid);
        if (before != null && now - before < QUIET || !ring.names().contains(kid)) {
            return;
        }
        saidOf.put(kid, now);
        LOG.log(
                System.Logger.Level.WARNING,
                "A stored session, or a sealed text, does not open with the key {0} of this node, although it names that key. Do all"
                        + " nodes have the same file? Compare them (sha256sum); a key is made once and copied to every node. If they"
                        + " are the same, somebody changed what is stored. This is said once an hour.",
                kid);
    }

    /**
     * Takes the keys that are set now.
     *
     * @return what is wrong with them, if they were not taken
     */
    public synchronized Optional<String> look() {
        lastLook = nanoTime.getAsLong();
        try {
            take(ring.replacedBy(reading.get()));
            told = "";
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            var wrong = String.valueOf(e.getMessage());
            tell(wrong);
            return Optional.of(wrong);
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

    private void tell(String wrong) {
        if (!wrong.equals(told)) {
            told = wrong;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The encryption keys were changed and are not taken; this node goes on with {0}. {1}",
                    ring.names(),
                    wrong);
        }
    }
}
