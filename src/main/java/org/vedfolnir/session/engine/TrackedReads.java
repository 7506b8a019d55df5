package org.vedfolnir.session.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.engine.cache.DocumentCache;
import org.vedfolnir.session.store.ChangeListener;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.IdleSlack;
import org.vedfolnir.session.store.SessionId;

/**
 * Answers from cached documents without asking the store, while the store sends invalidation messages. A document is
 * trusted from a reply of the store until the store reports a change or its end must be moved, and only while the last
 * proof that no message is missing is younger than {@link #BOUND}. Thread-safe.
 */
public final class TrackedReads implements ChangeListener {

    /** The longest time for which a change of another node may go unseen. */
    public static final Duration BOUND = Duration.ofSeconds(1);

    private final ConcurrentHashMap<String, Copy> copies = new ConcurrentHashMap<>();
    private final DocumentCache cache;
    private final LongSupplier storeMillis;
    private final IdleSlack slack;
    private final int most;
    private final LongSupplier nanoTime;
    private volatile long provenUntil;

    private sealed interface Copy permits Pending, Trusted {}

    /**
     * The placeholder of a reply in flight. An invalidation removes it; the reply then serves its request but is not
     * trusted.
     */
    private static final class Pending implements Copy {}

    /** @param until when to ask the store again, in ns of the monotonic clock */
    private record Trusted(DocumentTag tag, long lastAccess, long until) implements Copy {}

    @FunctionalInterface
    interface Question {
        Optional<OpenedSession> ask(SessionId id) throws UnreadableDocumentException;
    }

    /**
     * @param cache holds the documents; one that it lacks is read from the store
     * @param storeMillis the store's clock, ms since 1970
     * @param slack how long the store does not move an end again
     * @param most how many copies are trusted at once
     */
    public TrackedReads(
            DocumentCache cache, LongSupplier storeMillis, IdleSlack slack, int most, LongSupplier nanoTime) {
        this.cache = cache;
        this.storeMillis = storeMillis;
        this.slack = slack;
        this.most = most;
        this.nanoTime = nanoTime;
        this.provenUntil = nanoTime.getAsLong();
    }

    /** @param key as {@link #changed} names it */
    Optional<OpenedSession> open(SessionId id, String key, Question question) throws UnreadableDocumentException {
        var now = nanoTime.getAsLong();
        if (now - provenUntil >= 0) {
            return question.ask(id);
        }
        var known = cache.get(id);
        return known != null
                        && copies.get(key) instanceof Trusted copy
                        && now - copy.until() < 0
                        && copy.tag().equals(known.tag())
                ? Optional.of(new OpenedSession(known.document(), copy.lastAccess()))
                : ask(id, key, now, question);
    }

    private Optional<OpenedSession> ask(SessionId id, String key, long now, Question question)
            throws UnreadableDocumentException {
        if (copies.mappingCount() >= most) {
            copies.remove(key);
            return question.ask(id);
        }
        var place = new Pending();
        copies.put(key, place);
        try {
            var opened = question.ask(id);
            opened.ifPresent(found -> trust(id, key, place, found, now));
            return opened;
        } finally {
            copies.remove(key, place);
        }
    }

    private void trust(SessionId id, String key, Pending place, OpenedSession found, long since) {
        var left = millisLeft(found.document(), found.lastAccess());
        var kept = cache.get(id);
        if (left > 0 && kept != null && kept.document() == found.document()) {
            var until = since + TimeUnit.MILLISECONDS.toNanos(left);
            copies.replace(key, place, new Trusted(kept.tag(), found.lastAccess(), until));
        }
    }

    /** Ms until the session's end must be moved, or is reached. */
    private long millisLeft(SessionDocument document, long lastAccess) {
        var now = storeMillis.getAsLong();
        var left = lastAccess + slack.touch(document.idle()) - now;
        return document.until() == 0 ? left : Math.min(left, document.until() - now);
    }

    @Override
    public void changed(String key) {
        copies.remove(key);
    }

    @Override
    public void missed() {
        provenUntil = nanoTime.getAsLong();
        copies.clear();
    }

    @Override
    public void complete(long nanos) {
        var now = nanoTime.getAsLong();
        provenUntil = (nanos - now > 0 ? now : nanos) + BOUND.toNanos();
        copies.values().removeIf(copy -> copy instanceof Trusted trusted && now - trusted.until() >= 0);
    }
}
