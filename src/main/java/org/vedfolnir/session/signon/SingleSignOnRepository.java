package org.vedfolnir.session.signon;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.digest.Digests;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.engine.cache.CachedDocument;
import org.vedfolnir.session.engine.cache.DocumentCache;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SignOnStore;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Single sign-ons: who signed in, and which sessions belong to it. Each is a document as a session's, whose attributes are its members.
 * One in which nobody is signed in any more is about to end: its members end first, and then it leaves the store. Thread-safe.
 */
public final class SingleSignOnRepository {

    /** No application's name: names have no space. */
    public static final String APPLICATION = "single sign-on";

    private static final Duration LONGEST_RACE = Duration.ofSeconds(1);
    private static final int LONGEST_COOKIE = 256;

    private final SignOnStore store;
    private final DocumentCodec codec;
    private final DocumentCache cache;
    private final Fresh fresh;

    /**
     * @param codec of {@link #APPLICATION}
     * @param fresh what a sign-on begins with
     */
    public SingleSignOnRepository(SignOnStore store, DocumentCodec codec, DocumentCache cache, Fresh fresh) {
        this.store = store;
        this.codec = codec;
        this.cache = cache;
        this.fresh = fresh;
    }

    /**
     * What a sign-on begins with.
     *
     * @param handles makes a random reference
     * @param absolute how long one lives however busy it is; zero for as long as it is used
     * @param now the store's clock, ms since 1970
     */
    public record Fresh(Supplier<String> handles, Duration absolute, LongSupplier now) {

        SessionDocument document(Authentication who) {
            var until = absolute.isZero() ? 0 : now.getAsLong() + absolute.toMillis();
            var begun = Instant.now();
            return new SessionDocument(0, until, 0, handles.get(), begun, begun, who, null, Map.of(), Map.of(), null);
        }
    }

    /** What names the sign-on of a cookie in the store; empty for what no cookie of ours holds. */
    public static Optional<SessionId> named(@Nullable String cookie) {
        return cookie == null || cookie.isEmpty() || cookie.length() > LONGEST_COOKIE
                ? Optional.empty()
                : Optional.of(name(cookie));
    }

    private static SessionId name(String cookie) {
        return new SessionId(Digests.base64OfSha256("vedfolnir single sign-on\n" + cookie));
    }

    /**
     * Who is signed in: one round trip. Where the session that the request names belongs to the sign-on, its end moves as the session's.
     *
     * @param by application and id of that session, or of each that it may name; empty when it names none
     * @return empty when there is no such sign-on; one in which nobody is signed in has begun to end, and may need somebody to go on
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

    /** Whether somebody is signed in by it still: one round trip. */
    public boolean isOpen(SessionId signOn) {
        return ask(signOn, false)
                .filter(document -> document.authentication() != null)
                .isPresent();
    }

    /** A session that a request names: whose it is, and its id. */
    public record User(String application, SessionId id) {}

    private static boolean uses(SessionDocument document, List<User> by) {
        return !by.isEmpty()
                && members(document)
                        .anyMatch(member -> by.stream().anyMatch(user -> member.lies(user.application(), user.id())));
    }

    private Optional<SessionDocument> ask(SessionId signOn, boolean use) {
        try {
            return read(signOn, use);
        } catch (UnreadableDocumentException e) {
            return Optional.empty(); // left alone, and nobody's
        }
    }

    private Optional<SessionDocument> read(SessionId signOn, boolean use) throws UnreadableDocumentException {
        var known = cache.get(signOn);
        var result = store.open(signOn, known == null ? DocumentTag.NONE : known.fingerprint(), use);
        if (result instanceof OpenResult.Unchanged && known != null) {
            return Optional.of(known.document());
        } else if (result instanceof OpenResult.Changed changed) {
            return Optional.of(take(signOn, changed.session().document()));
        }
        cache.remove(signOn);
        return Optional.empty();
    }

    private SessionDocument take(SessionId signOn, byte[] stored) throws UnreadableDocumentException {
        var document = codec.decode(stored, store.key(signOn));
        cache.replace(signOn, CachedDocument.of(document, stored));
        return codec.usesActiveKey(stored) ? document : reseal(signOn, document);
    }

    /** One that is only read would keep the key before in use. */
    private SessionDocument reseal(SessionId signOn, SessionDocument document) {
        try {
            return save(signOn, document, SingleSignOnRepository::next).orElse(document);
        } catch (UnreadableDocumentException | StoreUnavailableException e) {
            return document;
        }
    }

    static Stream<SignOnMember> members(SessionDocument document) {
        return document.attributes().entrySet().stream()
                .flatMap(each -> SignOnMember.decoded(each.getKey(), each.getValue()).stream());
    }

    /** Begins a sign-on with its first member; false when there is one of that name already. */
    public boolean begin(SessionId signOn, Authentication who, SignOnMember member) {
        return changed(signOn, Optional.of(fresh.document(who)), document -> with(document, member))
                .isPresent();
    }

    /** Whether the sign-on is there, with that member as it is now; one that has begun to end takes none. */
    public Membership keep(SessionId signOn, SignOnMember member) {
        var found = readForChange(signOn);
        if (found.isEmpty()) {
            return Membership.NO_SIGN_ON;
        }
        var kept =
                changed(signOn, found, document -> document.authentication() == null ? null : with(document, member));
        return kept.isPresent() ? Membership.MEMBER : Membership.ENDING;
    }

    /** How a session stands to a sign-on. */
    public enum Membership {
        MEMBER,
        /** Somebody signed out. */
        ENDING,
        /** It ended, by that or by its time. */
        NO_SIGN_ON
    }

    /**
     * Begins the end of a sign-on: from here on nobody is signed in by it.
     *
     * @return the sessions that must end before {@link #remove}
     */
    public List<SignOnMember> endBegins(SessionId signOn) {
        return changed(
                        signOn,
                        readForChange(signOn),
                        document -> document.authentication() == null
                                ? document
                                : next(document, null, document.idle(), document.attributes()))
                .map(SingleSignOnRepository::members)
                .orElse(Stream.empty())
                .toList();
    }

    /** A session that ended of itself leaves the others; the last one takes the sign-on with it. */
    public void leave(SessionId signOn, String handle) {
        var left = changed(signOn, readForChange(signOn), document -> without(document, handle));
        if (left.isPresent() && left.get().attributes().isEmpty()) {
            remove(signOn);
        }
    }

    private static SessionDocument without(SessionDocument document, String handle) {
        var attributes = new LinkedHashMap<>(document.attributes());
        if (attributes.remove(handle) == null) {
            return document;
        }
        var others = members(document).filter(each -> !each.handle().equals(handle));
        return next(
                document,
                attributes.isEmpty() ? null : document.authentication(),
                SignOnMember.longest(others),
                attributes);
    }

    public void remove(SessionId signOn) {
        cache.remove(signOn);
        store.remove(signOn);
    }

    /** What is damaged is nobody's sign-on, and must keep no session alive; what another node can read, that node has to change. */
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
                "A single sign-on could not be changed: another node wrote what this node cannot read (" + e.reason()
                        + "). Give all nodes the same keys and the same version.",
                Duration.ofSeconds(1),
                e);
    }

    private static SessionDocument with(SessionDocument document, SignOnMember member) {
        var attributes = new LinkedHashMap<>(document.attributes());
        var encoded = member.encoded();
        var before = attributes.put(member.handle(), encoded);
        if (before != null && before.hasValueOf(encoded)) {
            return document;
        }
        var others = members(document).filter(each -> !each.handle().equals(member.handle()));
        return next(
                document,
                document.authentication(),
                SignOnMember.longest(Stream.concat(others, Stream.of(member))),
                attributes);
    }

    private static SessionDocument next(SessionDocument document) {
        return next(document, document.authentication(), document.idle(), document.attributes());
    }

    private static SessionDocument next(
            SessionDocument document,
            @Nullable Authentication who,
            long idle,
            Map<String, EncodedAttribute> attributes) {
        return new SessionDocument(
                document.version() + 1,
                document.until(),
                idle,
                document.handle(),
                document.createdAt(),
                Instant.now(),
                who,
                null,
                attributes,
                Map.of(),
                null);
    }

    private Optional<SessionDocument> changed(
            SessionId signOn, Optional<SessionDocument> base, UnaryOperator<@Nullable SessionDocument> change) {
        try {
            return base.isEmpty() ? Optional.empty() : save(signOn, base.get(), change);
        } catch (UnreadableDocumentException e) {
            throw unreadable(e);
        }
    }

    /** Over whatever others saved meanwhile; null is no change that can be made, and the very same document none that is needed. */
    private Optional<SessionDocument> save(
            SessionId signOn, SessionDocument base, UnaryOperator<@Nullable SessionDocument> change)
            throws UnreadableDocumentException {
        var current = base;
        var deadline = System.nanoTime() + LONGEST_RACE.toNanos();
        while (true) {
            var next = change.apply(current);
            if (next == null || next == current) {
                return Optional.ofNullable(next);
            }
            var bytes = codec.encode(next, store.key(signOn));
            var result = store.save(signOn, current.version(), bytes, next.idle(), next.until());
            if (result instanceof SaveResult.Saved) {
                cache.replace(signOn, CachedDocument.of(next, bytes));
                return Optional.of(next);
            } else if (!(result instanceof SaveResult.Stale)) {
                cache.remove(signOn);
                return Optional.empty();
            }
            if (System.nanoTime() > deadline) {
                throw tooBusy();
            }
            current = codec.decode(((SaveResult.Stale) result).current().document(), store.key(signOn));
        }
    }

    private static StoreUnavailableException tooBusy() {
        return new StoreUnavailableException(
                "A single sign-on could not be saved within " + LONGEST_RACE.toMillis()
                        + " ms, because other requests kept changing it. Send this one again.",
                LONGEST_RACE,
                null);
    }
}
