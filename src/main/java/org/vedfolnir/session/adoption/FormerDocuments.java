package org.vedfolnir.session.adoption;

import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.attribute.serialization.NotStorableException;
import org.vedfolnir.session.document.json.TooLargeException;
import org.vedfolnir.session.engine.Printable;
import org.vedfolnir.session.former.FormerSession;

/**
 * Converts the sessions of another manager to documents. An attribute that cannot be read or stored stays behind alone,
 * with a warning. Thread-safe.
 *
 * @param webapp returns the application's class loader
 * @param fresh creates the first document of a session
 * @param stored returns the stored form of a principal, given its authentication type
 */
public record FormerDocuments(
        AttributeCodec attributes,
        Supplier<ClassLoader> webapp,
        Supplier<SessionDocument> fresh,
        BiFunction<Principal, @Nullable String, Authentication> stored) {

    private static final System.Logger LOG = System.getLogger(FormerDocuments.class.getName());

    /** Returns the first version of the session, with every attribute inside of it. */
    SessionDocument document(FormerSession former) {
        var begun = fresh.get();
        former.unreadable().forEach(FormerDocuments::warn);
        return new SessionDocument(
                1,
                until(begun, former),
                former.idle(),
                begun.handle(),
                former.createdAt(),
                former.lastAccess(),
                authentication(former),
                null,
                encoded(former.attributes()),
                Map.of(),
                null);
    }

    /** The longest life counts from the time at which the session began. */
    private static long until(SessionDocument begun, FormerSession former) {
        return begun.until() == 0
                ? 0
                : begun.until()
                        - Math.max(
                                0,
                                begun.createdAt().toEpochMilli()
                                        - former.createdAt().toEpochMilli());
    }

    private @Nullable Authentication authentication(FormerSession former) {
        if (!(former.principal() instanceof Principal principal)) {
            return null;
        }
        try {
            return principal.getName() == null ? null : stored.apply(principal, former.authType());
        } catch (RuntimeException | LinkageError e) {
            // a class of the realm, whose object may lack what was not stored
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The principal of a former manager''s session is left out, and its user must sign in again. {0}",
                    e);
            return null;
        }
    }

    private Map<String, EncodedAttribute> encoded(Map<String, Object> values) {
        var encoded = new LinkedHashMap<String, EncodedAttribute>();
        values.forEach((name, value) -> {
            try {
                encoded.put(name, attributes.encode(value, webapp.get()));
            } catch (NotStorableException e) {
                warn(name, String.valueOf(e.of(name).getMessage()));
            } catch (TooLargeException e) {
                warn(
                        name,
                        "It has more than " + attributes.largest() + " encoded bytes: raise largestAttribute before"
                                + " the next session is taken over.");
            } catch (RuntimeException | LinkageError e) { // of its class
                warn(name, e.getClass().getName() + " when it was written.");
            }
        });
        return encoded;
    }

    private static void warn(String name, String reason) {
        LOG.log(
                System.Logger.Level.WARNING,
                "The attribute ''{0}'' of a former manager''s session is left out; the session continues without it. {1}",
                Printable.name(name),
                reason);
    }
}
