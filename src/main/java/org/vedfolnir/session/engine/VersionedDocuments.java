package org.vedfolnir.session.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.engine.cache.CachedDocument;
import org.vedfolnir.session.engine.cache.DocumentCache;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Documents under an optimistic lock: each save names the version on which it is based, and is merged and repeated if
 * another save was faster. Sessions and single sign-ons are saved in this way. Thread-safe.
 */
public final class VersionedDocuments {

    /** How long one save may lose races before its request gets a 503. */
    private static final Duration LONGEST_RACE = Duration.ofSeconds(1);

    private final DocumentCodec codec;
    private final DocumentCache cache;
    private final Function<SessionId, String> key;
    private final Reseal reseal;
    private final Contention contention;

    /** Saves a document again, sealed with the current key. */
    @FunctionalInterface
    public interface Reseal {

        /** @return the document as saved; null if it ended in between */
        @Nullable
        SessionDocument save(SessionId id, SessionDocument document) throws UnreadableDocumentException;
    }

    /**
     * The text of the failure if other saves keep winning.
     *
     * @param subject what could not be saved, as the subject of the sentence
     * @param advice the last sentence
     */
    public record Contention(String subject, String advice) {}

    /**
     * @param key the key under which a document is stored; its seal is bound to it
     * @param reseal called once after the sealing key has changed. Otherwise a document that is only read would
     *     need the old key until it ends
     */
    public VersionedDocuments(
            DocumentCodec codec,
            DocumentCache cache,
            Function<SessionId, String> key,
            Reseal reseal,
            Contention contention) {
        this.codec = codec;
        this.cache = cache;
        this.key = key;
        this.reseal = reseal;
        this.contention = contention;
    }

    /** Returns the tag that asks the store whether it still has that document. */
    public static DocumentTag tag(@Nullable CachedDocument cached) {
        return cached == null ? DocumentTag.NONE : cached.tag();
    }

    /**
     * Returns the current document according to the store's reply.
     *
     * @param cached the document whose {@link #tag} was sent to the store
     * @return null if there is no document
     * @throws UnreadableDocumentException if the value at the key is no document that this node can read; it stays
     *     unchanged
     */
    public @Nullable SessionDocument opened(SessionId id, @Nullable CachedDocument cached, OpenResult answer)
            throws UnreadableDocumentException {
        if (answer instanceof OpenResult.Unchanged && cached != null) {
            return cached.document();
        } else if (answer instanceof OpenResult.Changed changed) {
            return take(id, changed.session().document());
        }
        return null;
    }

    private @Nullable SessionDocument take(SessionId id, byte[] stored) throws UnreadableDocumentException {
        var document = codec.decode(stored, key.apply(id));
        cache.replace(id, CachedDocument.of(document, stored));
        if (codec.usesActiveKey(stored)) {
            return document;
        }
        try {
            return reseal.save(id, document);
        } catch (UnreadableDocumentException | StoreUnavailableException e) {
            return document; // it cannot be resealed now
        }
    }

    /** The time until which a save may lose races, as {@link System#nanoTime}. */
    static long deadline() {
        return System.nanoTime() + LONGEST_RACE.toNanos();
    }

    /**
     * Waits for this thread's turn; {@link FairLocks#leave} ends it.
     *
     * @throws StoreUnavailableException if it does not come in time
     */
    <K> void enter(FairLocks<K> turns, K each, long deadline) {
        if (!turns.enter(each, deadline)) {
            throw busy();
        }
    }

    /** Saves a change within the longest time, starting from a document without a tag. */
    public <E extends Exception> Optional<SessionDocument> save(
            SessionId id, SessionDocument base, VersionedChange<E> change) throws UnreadableDocumentException, E {
        return save(id, base, DocumentTag.NONE, deadline(), change);
    }

    /**
     * Saves a change, merged into what others saved in between.
     *
     * @param base the newest version that this node knows
     * @param tag of that version
     * @return the document as saved, or the one that needs no change; empty if there is none, or if it cannot be
     *     changed
     * @throws StoreUnavailableException if other saves keep winning until the deadline
     */
    <E extends Exception> Optional<SessionDocument> save(
            SessionId id, SessionDocument base, DocumentTag tag, long deadline, VersionedChange<E> change)
            throws UnreadableDocumentException, E {
        var current = base;
        var currentTag = tag;
        while (true) {
            var next = change.over(current);
            if (next == null || next == current) {
                return Optional.ofNullable(next);
            }
            var result = change.save(current, currentTag, next);
            if (result instanceof SaveResult.Saved) {
                return Optional.of(next);
            } else if (!(result instanceof SaveResult.Stale)) {
                return Optional.empty();
            }
            if (System.nanoTime() > deadline) {
                throw busy();
            }
            var stored = ((SaveResult.Stale) result).current().document();
            current = codec.decode(stored, key.apply(id));
            currentTag = CachedDocument.of(current, stored).tag();
        }
    }

    private StoreUnavailableException busy() {
        return new StoreUnavailableException(
                contention.subject() + " could not be saved within " + LONGEST_RACE.toMillis()
                        + " ms, because other requests kept changing it. " + contention.advice(),
                LONGEST_RACE,
                null);
    }
}
