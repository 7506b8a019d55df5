package org.vedfolnir.session.engine;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
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

/** Opens, merges and saves session documents in the store. Thread-safe. */
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
    // one save of a session at a time on this node: the next save is based on its result instead of conflicting with it
    private final FairLocks<SessionId> turns;
    // the same for requests that share a session, from reading it until they have taken over what was saved
    private final FairLocks<String> sharedTurns;

    /**
     * @param adoption takes over sessions of the original application; null for none
     * @param trusted answers without asking the store; null if every request asks
     * @param overwritten counts the changes that saves replace unseen
     * @param users returns a session's user
     * @param clock the time of a session's last use
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
     * @param part the largest attribute inside of the document, in bytes; 0 for any
     * @param session the largest total of all attributes of a session, in bytes; 0 for any
     * @param sessionsPerUser how many sessions a user may have; 0 for any
     * @param waitingThreads how many threads may wait for saves of others, half of them for those of one session
     */
    public record Limits(int part, long session, int sessionsPerUser, int waitingThreads) {}

    /**
     * Opens a session for a request that only reads: no round trip if the cached copy is trusted, otherwise one.
     *
     * @throws UnreadableDocumentException as {@link #open}
     */
    public Optional<OpenedSession> openToRead(SessionId id) throws UnreadableDocumentException {
        return trusted == null ? open(id) : trusted.open(id, key(id), this::open);
    }

    /**
     * Opens a session: one round trip.
     *
     * @throws UnreadableDocumentException if the value at the key is no session that this node can read; it stays
     *     unchanged
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
            // the document that this node or a faster one adopted, or still none
            cached = cache.get(id);
            answer = store.open(id, VersionedDocuments.tag(cached));
        }
        if (answer instanceof OpenResult.Foreign) {
            throw new UnreadableDocumentException(
                    UnreadableDocumentException.Reason.NOT_A_DOCUMENT,
                    "The value at a session's key is not a session document. It stays unchanged: find out which program wrote it.");
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
            return save(SessionChange.none(id), document, each -> null).orElse(null);
        } catch (SessionLimitReachedException e) {
            return document;
        }
    }

    /** Keeps decoded values of a session that no request of this node uses, for the next request. */
    public void rest(SessionId id, Map<String, DecodedValue> values) {
        cache.rest(id, values);
    }

    /** Removes and returns a decoded value; null if it must be decoded. */
    @Nullable
    public Object decodedBefore(SessionId id, String name, EncodedAttribute text) {
        return cache.take(id, name, text);
    }

    /** Returns what this node opened or saved last; the session may have changed or ended since. */
    public Optional<SessionDocument> lastKnown(SessionId id) {
        return Optional.ofNullable(cache.get(id)).map(CachedDocument::document);
    }

    /** Peeks at a session without using it: its end does not move. */
    public Optional<OpenedSession> peek(SessionId id) throws UnreadableDocumentException {
        var stored = store.peek(id);
        return stored.isEmpty()
                ? Optional.empty()
                : Optional.of(new OpenedSession(
                        codec.decode(stored.get().document(), key(id)),
                        stored.get().lastAccess()));
    }

    /** The same for several at once; those that are not live, or cannot be read here, are missing. One round trip. */
    public Map<SessionId, OpenedSession> peek(List<SessionId> ids) {
        var found = new HashMap<SessionId, OpenedSession>();
        index.peek(ids).forEach((id, stored) -> read(id, stored.document())
                .ifPresent(document -> found.put(id, new OpenedSession(document, stored.lastAccess()))));
        return found;
    }

    /**
     * Saves what a request changed, merged attribute by attribute into what others saved in between.
     *
     * @param read the document that the request used; version 0 for a new session
     * @param user returns the session's user from the merged document
     * @throws SessionLimitReachedException if the user already has as many sessions as allowed; nothing was written
     * @throws SessionTooLargeException if the session would be too large; nothing was written
     * @return the document as saved; empty if the session ended in between, and then nothing was written
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
     * Runs a step that saves a shared session while no other request of this node saves it.
     *
     * @param handle of the session, whose id may change in between
     * @throws StoreUnavailableException if the turn does not come in time
     */
    public boolean inTurn(String handle, BooleanSupplier step) {
        documents.enter(sharedTurns, handle, VersionedDocuments.deadline());
        try {
            return step.getAsBoolean();
        } finally {
            sharedTurns.leave(handle);
        }
    }

    /** Decodes the document of a session that the store returned; empty if it cannot be read. */
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

    /** Removes a session from the list of a user to whom it does not belong. */
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

    /** Returns a document for a session of which only the handle is known; it never ends. */
    public SessionDocument placeholder(String handle) {
        return SessionDocument.begin(0, 0, handle, clock.instant());
    }

    private String key(SessionId id) {
        return keyPrefix + id.value();
    }
}
