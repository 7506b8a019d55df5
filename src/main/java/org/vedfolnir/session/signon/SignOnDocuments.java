package org.vedfolnir.session.signon;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/**
 * Creates the versions of a single sign-on's document: each member is an attribute, named by the handle of its session.
 * Thread-safe.
 *
 * @param handles generates a random handle
 * @param absolute the longest life of a sign-on, even in use; zero for no limit
 * @param now the store's clock, ms since 1970
 * @param clock the time of a change
 */
public record SignOnDocuments(Supplier<String> handles, Duration absolute, LongSupplier now, InstantSource clock) {

    static Stream<SignOnMember> members(SessionDocument document) {
        return document.attributes().entrySet().stream()
                .flatMap(each -> SignOnMember.decoded(each.getKey(), each.getValue()).stream());
    }

    /** Returns the first version, without members. */
    SessionDocument first(Authentication user) {
        var until = absolute.isZero() ? 0 : now.getAsLong() + absolute.toMillis();
        var begun = clock.instant();
        return new SessionDocument(0, until, 0, handles.get(), begun, begun, user, null, Map.of(), Map.of(), null);
    }

    /** Returns the same instance if it already has that member. */
    SessionDocument with(SessionDocument document, SignOnMember member) {
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

    /**
     * Returns the same instance if it has no such member. After its last member is removed, nobody is signed in by it.
     */
    SessionDocument without(SessionDocument document, String handle) {
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

    /** Signs the user out; returns the same instance if that was already so. */
    SessionDocument ending(SessionDocument document) {
        return document.authentication() == null
                ? document
                : next(document, null, document.idle(), document.attributes());
    }

    /** Changes the version only. */
    SessionDocument next(SessionDocument document) {
        return next(document, document.authentication(), document.idle(), document.attributes());
    }

    private SessionDocument next(
            SessionDocument document,
            @Nullable Authentication user,
            long idle,
            Map<String, EncodedAttribute> attributes) {
        return new SessionDocument(
                document.version() + 1,
                document.until(),
                idle,
                document.handle(),
                document.createdAt(),
                clock.instant(),
                user,
                null,
                attributes,
                Map.of(),
                null);
    }
}
