package org.vedfolnir.session.engine;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.engine.cache.CacheUse;
import org.vedfolnir.session.engine.cache.CachedDocument;
import org.vedfolnir.session.engine.cache.DecodedValue;
import org.vedfolnir.session.engine.cache.DocumentCache;
import org.vedfolnir.session.engine.part.PartRepository;
import org.vedfolnir.session.engine.part.SessionTooLargeException;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionIndex;
import org.vedfolnir.session.store.SessionStore;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** Documents on one side, the store on the other: opening, merging, saving. Thread-safe. */
public final class SessionEngine {

    private static final VersionedDocuments.Contention CONTENTION =
            new VersionedDocuments.Contention("A session", "Nothing of this request was saved; send it again.");

    private final SessionStore store;
    private final SessionIndex index;
    private final DocumentCodec codec;
    private final DocumentCache cache;
    private final String keyPrefix;
    private final SessionCopies copies;
    private final PartRepository parts;
    private final @Nullable PlainSessionAdoption adoption;
    private final @Nullable TrackedReads trusted;
    private final UserOf users;
    private final VersionedDocuments documents;
    private final SessionSaves saves;
    private final InstantSource clock;
    // one save of a session at a time on this node: the next one builds on it instead of losing a race against it
    private final FairLocks<SessionId> turns;
    // the same where requests share a session, from before it is read until what was saved is taken over
    private final FairLocks<String> sharedTurns;

    /**
     * @param adoption takes over what an application before this one has left; null when nothing is taken over
     * @param trusted answers without asking the store; null when each request asks
     * @param overwritten counts what saves replace unseen
     * @param users names a session's user
     * @param clock tells when a session was used last
     */
    public SessionEngine(
            SessionStore store,
            SessionIndex index,
            DocumentCodec codec,
            DocumentCache cache,
            String keyPrefix,
            Limits limits,
            @Nullable PlainSessionAdoption adoption,
            @Nullable TrackedReads trusted,
            OverwrittenChanges overwritten,
            UserOf users,
            InstantSource clock) {
        this.store = store;
        this.index = index;
        this.codec = codec;
        this.cache = cache;
        this.keyPrefix = keyPrefix;
        this.copies = new SessionCopies(cache, trusted, this::key);
        this.parts = new PartRepository(store, codec, cache, keyPrefix);
        this.adoption = adoption;
        this.trusted = trusted;
        this.users = users;
        this.documents = new VersionedDocuments(codec, cache, this::key, this::reseal, CONTENTION);
        this.saves = new SessionSaves(store, codec, copies, limits, parts, overwritten, clock);
        this.clock = clock;
        this.turns = FairLocks.of(limits.waitingThreads());
        this.sharedTurns = FairLocks.of(limits.waitingThreads());
    }

    /**
     * @param part the most bytes of an attribute inside of the document; 0 for any
     * @param session the most bytes of all attributes of a session; 0 for any
     * @param sessionsPerUser how many sessions a user may have; 0 for any
     * @param waitingThreads how many threads may wait for saves of others, half of them for those of one session
     */
    public record Limits(int part, long session, int sessionsPerUser, int waitingThreads) {}

    /**
     * Opens a session for a request that only reads: no round trip where the copy at hand is trusted, else one.
     *
     * @throws UnreadableDocumentException as {@link #open}
     */
    public Optional<OpenedSession> openToRead(SessionId id) throws UnreadableDocumentException {
        return trusted == null ? open(id) : trusted.open(id, key(id), this::open);
    }

    /**
     * Opens a session: one round trip.
     *
     * @throws UnreadableDocumentException when what lies there is no session that this node can read; it is left alone
     */
    Optional<OpenedSession> open(SessionId id) throws UnreadableDocumentException {
        var opened = opened(id);
        opened.ifPresent(found -> {
            var document = found.document();
            store.onOpened(id, found.lastAccess(), document.idle(), document.until(), () -> users.of(document));
        });
        return opened;
    }

    private Optional<OpenedSession> opened(SessionId id) throws UnreadableDocumentException {
        var cached = cache.get(id);
        var answer = store.open(id, VersionedDocuments.tag(cached));
        if (answer instanceof OpenResult.Foreign && adoption != null) {
            adoption.adopt(id, key(id)).ifPresent(adopted -> cache.replace(id, adopted));
            // this node's document now, or that of a faster one; or still none
            cached = cache.get(id);
            answer = store.open(id, VersionedDocuments.tag(cached));
        }
        if (answer instanceof OpenResult.Foreign) {
            throw new UnreadableDocumentException(
                    UnreadableDocumentException.Reason.NOT_A_DOCUMENT,
                    "The value at a session's key is not a session document. It is left alone: find out who wrote it.");
        }
        var document = documents.opened(id, cached, answer);
        if (document == null) {
            forget(id);
            return Optional.empty();
        }
        return Optional.of(new OpenedSession(document, lastAccess(answer)));
    }

    private static long lastAccess(OpenResult answer) {
        if (answer instanceof OpenResult.Unchanged unchanged) {
            return unchanged.lastAccess();
        }
        return ((OpenResult.Changed) answer).session().lastAccess();
    }

    private @Nullable SessionDocument reseal(SessionId id, SessionDocument document)
            throws UnreadableDocumentException {
        try {
            return save(SessionChange.none(id), document, nobody -> null).orElse(null);
        } catch (SessionLimitReachedException e) {
            return document;
        }
    }

    /** Keeps decoded values of a session that no request of this node is in, for the next one. */
    public void rest(SessionId id, Map<String, DecodedValue> values) {
        cache.rest(id, values);
    }

    /** Hands over one of them; null when it has to be decoded. */
    @Nullable
    public Object decodedBefore(SessionId id, String name, EncodedAttribute text) {
        return cache.take(id, name, text);
    }

    /** What this node opened or saved last, whatever became of it since. */
    public Optional<SessionDocument> lastKnown(SessionId id) {
        return Optional.ofNullable(cache.get(id)).map(CachedDocument::document);
    }

    /** The same without using the session: its end does not move. */
    public Optional<OpenedSession> look(SessionId id) throws UnreadableDocumentException {
        var stored = store.peek(id);
        return stored.isEmpty()
                ? Optional.empty()
                : Optional.of(new OpenedSession(
                        codec.decode(stored.get().document(), key(id)),
                        stored.get().lastAccess()));
    }

    /**
     * Saves what a request changed, merged attribute by attribute into what others saved meanwhile.
     *
     * @param read the document that the request worked on; version 0 for a new session
     * @param user names the session's user from the merged document
     * @throws SessionLimitReachedException when the session would become its user's, who has as many as allowed; nothing was written
     * @throws SessionTooLargeException when the session would be too large; nothing was written
     * @return the document as saved; empty when the session ended meanwhile, and then nothing was written
     */
    Optional<SessionDocument> save(SessionChange change, SessionDocument read, UserOf user)
            throws UnreadableDocumentException, SessionLimitReachedException {
        var current = change.currentId();
        var deadline = VersionedDocuments.deadline();
        documents.enter(turns, current, deadline);
        try {
            var newest = cache.get(current);
            var base = newest != null && newest.document().version() > read.version() ? newest.document() : read;
            var tag = newest != null && newest.document() == base ? newest.tag() : DocumentTag.NONE;
            return documents.save(current, base, tag, deadline, saves.of(change, read, user));
        } finally {
            turns.leave(current);
        }
    }

    /**
     * Does a step in which a session is saved that requests share, when no other of them saves it.
     *
     * @param handle its id may change meanwhile
     * @throws StoreUnavailableException when others keep this thread waiting
     */
    public boolean inTurn(String handle, BooleanSupplier step) {
        documents.enter(sharedTurns, handle, VersionedDocuments.deadline());
        try {
            return step.getAsBoolean();
        } finally {
            sharedTurns.leave(handle);
        }
    }

    /** The document of a session that the store gave out, when it can be read. */
    public Optional<SessionDocument> read(SessionId id, byte[] document) {
        try {
            return Optional.of(codec.decode(document, key(id)));
        } catch (UnreadableDocumentException e) {
            return Optional.empty();
        }
    }

    public PartRepository parts() {
        return parts;
    }

    /** Takes a session out of the list of a user whose it is not. */
    void isNotOf(SessionId id, String user) {
        index.removeFromUser(id, user);
    }

    /** How much of the node's memory holds documents. */
    public CacheUse cacheUse() {
        return cache.use();
    }

    public void forget(SessionId id) {
        copies.forget(id);
    }

    /** A document of a session of which nothing but its handle is known any more; it never ends. */
    public SessionDocument placeholder(String handle) {
        return SessionDocument.begin(0, 0, handle, clock.instant());
    }

    private String key(SessionId id) {
        return keyPrefix + id.value();
    }
}
