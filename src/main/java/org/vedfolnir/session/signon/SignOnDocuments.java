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
 * The documents of single sign-ons, from their first version to their last: each member is an attribute, by the handle of its session.
 * Thread-safe.
 *
 * @param handles makes a random reference
 * @param absolute how long a sign-on lives at most, even in use; zero for as long as it is used
 * @param now the store's clock, ms since 1970
 * @param clock tells when a sign-on changed
 */
public record SignOnDocuments(Supplier<String> handles, Duration absolute, LongSupplier now, InstantSource clock) {

    static Stream<SignOnMember> members(SessionDocument document) {
        return document.attributes().entrySet().stream()
                .flatMap(each -> SignOnMember.decoded(each.getKey(), each.getValue()).stream());
    }

    /** Without members. */
    SessionDocument first(Authentication who) {
        var until = absolute.isZero() ? 0 : now.getAsLong() + absolute.toMillis();
        var begun = clock.instant();
        return new SessionDocument(0, until, 0, handles.get(), begun, begun, who, null, Map.of(), Map.of(), null);
    }

    /** The very same document when it has that member as it is. */
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

    /** The very same document when it has no such member; without its last one, nobody is signed in any more. */
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

    /** Nobody is signed in any more; the very same document when that is so already. */
    SessionDocument ending(SessionDocument document) {
        return document.authentication() == null
                ? document
                : next(document, null, document.idle(), document.attributes());
    }

    /** Nothing but a new version. */
    SessionDocument next(SessionDocument document) {
        return next(document, document.authentication(), document.idle(), document.attributes());
    }

    private SessionDocument next(
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
                clock.instant(),
                who,
                null,
                attributes,
                Map.of(),
                null);
    }
}
