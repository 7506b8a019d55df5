package org.vedfolnir.session.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.engine.cache.CachedDocument;
import org.vedfolnir.session.engine.cache.DecodedValue;
import org.vedfolnir.session.engine.cache.DocumentCache;
import org.vedfolnir.session.engine.part.PartPlan;
import org.vedfolnir.session.engine.part.PartRepository;
import org.vedfolnir.session.engine.part.SessionTooLargeException;
import org.vedfolnir.session.engine.part.SizeLimit;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** Documents on one side, the store on the other: opening, merging, saving. Thread-safe. */
public final class SessionEngine {

    /** How long one save may go on losing races before its request is told to come back. */
    private static final Duration LONGEST_RACE = Duration.ofSeconds(1);

    private final Store store;
    private final DocumentCodec codec;
    private final DocumentCache cache;
    private final String keyPrefix;
    private final Limits limits;
    private final PartRepository parts;
    private final @Nullable PlainSessionAdoption adoption;
    private final @Nullable TrackedReads trusted;
    private final OverwrittenChanges lostChanges;
    private final UserOf users;
    // one save of a session at a time on this node: the next one builds on it instead of losing a race against it
    private final FairLocks<SessionId> turns;
    // the same where requests share a session, from before it is looked at until what was saved is taken over
    private final FairLocks<String> sharedTurns;

    /**
     * @param adoption takes over what an application before this one has left; null when nothing is taken over
     * @param trusted answers without asking the store; null when each request asks
     * @param lostChanges counts what saves replace unseen
     * @param users names a session's user
     */
    public SessionEngine(
            Store store,
            DocumentCodec codec,
            DocumentCache cache,
            String keyPrefix,
            Limits limits,
            @Nullable PlainSessionAdoption adoption,
            @Nullable TrackedReads trusted,
            OverwrittenChanges lostChanges,
            UserOf users) {
        this.users = users;
        this.lostChanges = lostChanges;
        this.adoption = adoption;
        this.trusted = trusted;
        this.store = store;
        this.codec = codec;
        this.cache = cache;
        this.keyPrefix = keyPrefix;
        this.limits = limits;
        this.parts = new PartRepository(store, codec, cache, keyPrefix);
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
            store.sessions()
                    .onOpened(id, found.lastAccess(), document.idle(), document.until(), () -> users.of(document));
        });
        return opened;
    }

    private Optional<OpenedSession> opened(SessionId id) throws UnreadableDocumentException {
        var known = cache.get(id);
        var result = store.sessions().open(id, known == null ? DocumentTag.NONE : known.fingerprint());
        if (result instanceof OpenResult.Foreign && adoption != null) {
            adoption.adopt(id, key(id)).ifPresent(adopted -> cache.replace(id, adopted));
            // this node's document now, or that of a faster one; or still none
            known = cache.get(id);
            result = store.sessions().open(id, known == null ? DocumentTag.NONE : known.fingerprint());
        }
        if (result instanceof OpenResult.Unchanged unchanged && known != null) {
            return Optional.of(new OpenedSession(known.document(), unchanged.lastAccess()));
        } else if (result instanceof OpenResult.Changed changed) {
            var stored = changed.session().document();
            var document = codec.decode(stored, key(id));
            cache.replace(id, CachedDocument.of(document, stored));
            var current = codec.usesActiveKey(stored) ? Optional.of(document) : reseal(id, document);
            return current.map(each -> new OpenedSession(each, changed.session().lastAccess()));
        } else if (result instanceof OpenResult.Foreign) {
            throw new UnreadableDocumentException(
                    UnreadableDocumentException.Reason.NOT_A_DOCUMENT,
                    "The value at a session's key is not a session document. It is left alone: find out who wrote it.");
        }
        forget(id);
        return Optional.empty();
    }

    /**
     * Seals a session with the key that seals now, once after that has become another: one that is only read would otherwise keep the key
     * before in use until it ends. When that is not possible now, the session goes on as it is.
     */
    private Optional<SessionDocument> reseal(SessionId id, SessionDocument document) {
        try {
            return save(SessionChange.none(id), document, nobody -> null);
        } catch (UnreadableDocumentException | SessionLimitReachedException | StoreUnavailableException e) {
            return Optional.of(document);
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
        var stored = store.sessions().peek(id);
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
        var deadline = System.nanoTime() + LONGEST_RACE.toNanos();
        if (!turns.enter(current, deadline)) {
            throw tooBusy();
        }
        try {
            return race(change, read, cache.get(current), user, deadline);
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
        if (!sharedTurns.enter(handle, System.nanoTime() + LONGEST_RACE.toNanos())) {
            throw tooBusy();
        }
        try {
            return step.getAsBoolean();
        } finally {
            sharedTurns.leave(handle);
        }
    }

    private Optional<SessionDocument> race(
            SessionChange change, SessionDocument read, @Nullable CachedDocument newest, UserOf user, long deadline)
            throws UnreadableDocumentException, SessionLimitReachedException {
        var base = newest != null && newest.document().version() > read.version() ? newest.document() : read;
        var fingerprint = newest != null && newest.document() == base ? newest.fingerprint() : DocumentTag.NONE;
        while (true) {
            var plan = plan(change, base);
            var write = write(change, base, fingerprint, plan, user);
            var result = store.sessions().save(write);
            if (result instanceof SaveResult.Saved) {
                lostChanges.note(change, read, base);
                saved(change, plan, write.document());
                return Optional.of(plan.document());
            } else if (result instanceof SaveResult.Gone) {
                forget(change.id());
                return Optional.empty();
            } else if (result instanceof SaveResult.Full full) {
                throw new SessionLimitReachedException(required(write.user(), () -> ""), full);
            }
            var lost = (SaveResult.Stale) result;
            if (System.nanoTime() > deadline) {
                throw tooBusy();
            }
            base = codec.decode(lost.current().document(), key(change.currentId()));
            fingerprint = CachedDocument.of(base, lost.current().document()).fingerprint();
        }
    }

    private PartPlan plan(SessionChange change, SessionDocument base) {
        var next = parts.reseal(change.currentId(), change.over(base, Instant.now()));
        var plan = PartPlan.of(next, base.parts(), limits.part(), codec);
        SizeLimit.check(plan.document(), base, change.attributes(), limits.session());
        return plan;
    }

    private SessionWrite write(
            SessionChange change, SessionDocument base, DocumentTag fingerprint, PartPlan plan, UserOf user) {
        var next = plan.document();
        var owner = user.of(next);
        var former = base.version() == 0 ? null : user.of(base);
        return new SessionWrite(
                change.id(),
                change.formerId(),
                base.version(),
                fingerprint,
                codec.encode(next, key(change.id())),
                next.idle(),
                next.until(),
                owner,
                former,
                owner == null || owner.equals(former) ? 0 : limits.sessionsPerUser(),
                next.handle(),
                plan.changes(codec),
                !Objects.equals(next.authentication(), base.authentication()),
                change.events());
    }

    private void saved(SessionChange change, PartPlan plan, byte[] document) {
        var saved = CachedDocument.of(plan.document(), document).with(plan.values());
        if (change.formerId() != null) {
            var former = cache.get(change.formerId());
            forget(change.formerId());
            saved = former == null ? saved : saved.with(former.values());
        }
        cache.put(change.id(), saved);
        distrust(change.id());
    }

    private static StoreUnavailableException tooBusy() {
        return new StoreUnavailableException(
                "A session could not be saved within " + LONGEST_RACE.toMillis()
                        + " ms, because other requests kept changing it. Nothing of this request was saved; send it again.",
                LONGEST_RACE,
                null);
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
        store.index().removeFromUser(id, user);
    }

    public void forget(SessionId id) {
        cache.remove(id);
        distrust(id);
    }

    /** What this node did itself it must not wait to be told: an older answer may still be under way. */
    private void distrust(SessionId id) {
        if (trusted != null) {
            trusted.changed(key(id));
        }
    }

    private String key(SessionId id) {
        return keyPrefix + id.value();
    }

    /** For a caller that must not see checked exceptions. */
    static <T> T required(@Nullable T value, Supplier<String> message) {
        if (value == null) {
            throw new IllegalStateException(message.get());
        }
        return value;
    }
}
