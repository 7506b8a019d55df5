package org.vedfolnir.session.signon;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.digest.Digests;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.engine.VersionedChange;
import org.vedfolnir.session.engine.VersionedDocuments;
import org.vedfolnir.session.engine.cache.CachedDocument;
import org.vedfolnir.session.engine.cache.DocumentCache;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SignOnStore;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Stores single sign-ons: the user, and the sessions that belong to it. Each is a document like a session's, whose
 * attributes are its members. One without a user is ending: its members end first, then it is removed from the store.
 * Thread-safe.
 */
public final class SingleSignOnRepository {

    /** Not the name of an application, since those have no space. */
    public static final String APPLICATION = "single sign-on";

    private static final int LONGEST_COOKIE = 256;

    private static final VersionedDocuments.Contention CONTENTION =
            new VersionedDocuments.Contention("A single sign-on", "Send this one again.");

    private final SignOnStore store;
    private final DocumentCodec codec;
    private final DocumentCache cache;
    private final SignOnDocuments contents;
    private final VersionedDocuments documents;

    /**
     * @param codec of {@link #APPLICATION}
     * @param contents creates the versions of the documents
     */
    public SingleSignOnRepository(
            SignOnStore store, DocumentCodec codec, DocumentCache cache, SignOnDocuments contents) {
        this.store = store;
        this.codec = codec;
        this.cache = cache;
        this.contents = contents;
        this.documents = new VersionedDocuments(codec, cache, store::key, this::reseal, CONTENTION);
    }

    /** Returns the stored id of a cookie's sign-on; empty if the cookie is not one of ours. */
    public static Optional<SessionId> named(@Nullable String cookie) {
        return cookie == null || cookie.isEmpty() || cookie.length() > LONGEST_COOKIE
                ? Optional.empty()
                : Optional.of(name(cookie));
    }

    private static SessionId name(String cookie) {
        return new SessionId(Digests.base64OfSha256("vedfolnir single sign-on\n" + cookie));
    }

    /**
     * Opens a sign-on: one round trip. If the session that the request names belongs to it, its end moves like the
     * session's.
     *
     * @param by application and id of that session, or of each that the request may name; empty if it names none
     * @return empty if there is no such sign-on. One without a user is ending, and the caller may have to continue
     *     that
     */
    public Optional<SessionDocument> open(SessionId signOn, List<User> by) {
        var known = cache.get(signOn);
        var moved = known != null && uses(known.document(), by);
        var found = ask(signOn, moved);
        if (!moved && found.isPresent() && uses(found.get(), by)) {
            return ask(signOn, true);
        }
        return found;
    }

    /** Whether a user is signed in by it: one round trip. */
    public boolean isOpen(SessionId signOn) {
        return ask(signOn, false)
                .filter(document -> document.authentication() != null)
                .isPresent();
    }

    /** A session that a request names. */
    public record User(String application, SessionId id) {}

    private static boolean uses(SessionDocument document, List<User> by) {
        return !by.isEmpty()
                && SignOnDocuments.members(document).anyMatch(member -> by.stream()
                        .anyMatch(user -> member.isStoredAt(user.application(), user.id())));
    }

    private Optional<SessionDocument> ask(SessionId signOn, boolean use) {
        try {
            return read(signOn, use);
        } catch (UnreadableDocumentException e) {
            return Optional.empty(); // left unchanged, and not used
        }
    }

    private Optional<SessionDocument> read(SessionId signOn, boolean use) throws UnreadableDocumentException {
        var cached = cache.get(signOn);
        var answer = store.open(signOn, VersionedDocuments.tag(cached), use);
        var document = documents.opened(signOn, cached, answer);
        if (document == null) {
            cache.remove(signOn);
        }
        return Optional.ofNullable(document);
    }

    private SessionDocument reseal(SessionId signOn, SessionDocument document) throws UnreadableDocumentException {
        return save(signOn, document, contents::next).orElse(document);
    }

    /** Creates a sign-on with its first member; false if one of that id already exists. */
    public boolean begin(SessionId signOn, Authentication user, SignOnMember member) {
        return changed(signOn, Optional.of(contents.first(user)), document -> contents.with(document, member))
                .isPresent();
    }

    /** Ensures that the sign-on has this member in its current form; one that is ending accepts none. */
    public Membership keep(SessionId signOn, SignOnMember member) {
        var found = readForChange(signOn);
        if (found.isEmpty()) {
            return Membership.NO_SIGN_ON;
        }
        var kept = changed(
                signOn, found, document -> document.authentication() == null ? null : contents.with(document, member));
        return kept.isPresent() ? Membership.MEMBER : Membership.ENDING;
    }

    /** The state of a session's membership. */
    public enum Membership {
        MEMBER,
        /** The user signed out. */
        ENDING,
        /** The sign-on ended, by a sign-out or by its timeout. */
        NO_SIGN_ON
    }

    /**
     * Begins the end of a sign-on: from here on its user is signed out.
     *
     * @return the sessions that must end before {@link #remove}
     */
    public List<SignOnMember> endBegins(SessionId signOn) {
        return changed(signOn, readForChange(signOn), contents::ending)
                .map(document -> SignOnDocuments.members(document).toList())
                .orElse(List.of());
    }

    /** Removes a session that ended by itself; the sign-on ends with its last one. */
    public void leave(SessionId signOn, String handle) {
        var left = changed(signOn, readForChange(signOn), document -> contents.without(document, handle));
        if (left.isPresent() && left.get().attributes().isEmpty()) {
            remove(signOn);
        }
    }

    public void remove(SessionId signOn) {
        cache.remove(signOn);
        store.remove(signOn);
    }

    /**
     * Reads a sign-on to change it. A damaged one counts as absent, and must keep no session alive; one that only
     * another node can read must be changed there.
     */
    private Optional<SessionDocument> readForChange(SessionId signOn) {
        try {
            return read(signOn, false);
        } catch (UnreadableDocumentException e) {
            if (e.reason() == UnreadableDocumentException.Reason.UNKNOWN_KEY
                    || e.reason() == UnreadableDocumentException.Reason.NEWER_FORMAT) {
                throw unreadable(e);
            }
            return Optional.empty();
        }
    }

    private static StoreUnavailableException unreadable(UnreadableDocumentException e) {
        return new StoreUnavailableException(
                "A single sign-on could not be changed: another node wrote it in a form that this node cannot read ("
                        + e.reason() + "). Give all nodes the same keys and the same version.",
                Duration.ofSeconds(1),
                e);
    }

    private Optional<SessionDocument> changed(
            SessionId signOn, Optional<SessionDocument> base, UnaryOperator<@Nullable SessionDocument> change) {
        try {
            return base.isEmpty() ? Optional.empty() : save(signOn, base.get(), change);
        } catch (UnreadableDocumentException e) {
            throw unreadable(e);
        }
    }

    private Optional<SessionDocument> save(
            SessionId signOn, SessionDocument base, UnaryOperator<@Nullable SessionDocument> change)
            throws UnreadableDocumentException {
        return documents.save(signOn, base, new Save(signOn, change));
    }

    /** @param change returns null if no change is possible, and the same instance if none is needed */
    private final class Save implements VersionedChange<RuntimeException> {

        private final SessionId signOn;
        private final UnaryOperator<@Nullable SessionDocument> change;

        Save(SessionId signOn, UnaryOperator<@Nullable SessionDocument> change) {
            this.signOn = signOn;
            this.change = change;
        }

        @Override
        public @Nullable SessionDocument over(SessionDocument base) {
            return change.apply(base);
        }

        @Override
        public SaveResult save(SessionDocument base, DocumentTag tag, SessionDocument next) {
            var bytes = codec.encode(next, store.key(signOn));
            var result = store.save(signOn, base.version(), bytes, next.idle(), next.until());
            if (result instanceof SaveResult.Saved) {
                cache.replace(signOn, CachedDocument.of(next, bytes));
            } else if (!(result instanceof SaveResult.Stale)) {
                cache.remove(signOn);
            }
            return result;
        }
    }
}
