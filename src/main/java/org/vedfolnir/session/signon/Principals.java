package org.vedfolnir.session.signon;

import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.catalina.Realm;
import org.apache.catalina.realm.CombinedRealm;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.realm.UserDatabaseRealm;
import org.apache.catalina.realm.UserDatabaseRealm.UserDatabasePrincipal;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.document.Authentication.OfNode;
import org.vedfolnir.session.document.Authentication.OfRealm;
import org.vedfolnir.session.document.Authentication.Serialized;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.UndecodableAttributeException;
import org.vedfolnir.session.document.attribute.serialization.NotStorableException;
import org.vedfolnir.session.document.json.TooLargeException;

/**
 * Converts the realm's principals to the form in which documents store them, and back: applications cast them to their
 * own classes. For most, name and roles suffice. Thread-safe.
 */
public final class Principals {

    private static final System.Logger LOG = System.getLogger(Principals.class.getName());

    private final AttributeCodec codec;
    private final Supplier<ClassLoader> webapp;
    private final Supplier<@Nullable Realm> realm;

    /** Logged once, since each request of such a user encounters it. */
    private final AtomicBoolean logged = new AtomicBoolean();

    /**
     * @param webapp the application's class loader
     * @param realm the application's realm
     */
    public Principals(AttributeCodec codec, Supplier<ClassLoader> webapp, Supplier<@Nullable Realm> realm) {
        this.codec = codec;
        this.webapp = webapp;
        this.realm = realm;
    }

    public Authentication stored(Principal principal, @Nullable String type) {
        return new Authentication(type == null ? "" : type, principal.getName(), roles(principal), own(principal));
    }

    private static List<String> roles(Principal principal) {
        return principal instanceof GenericPrincipal generic ? Arrays.asList(generic.getRoles()) : List.of();
    }

    private Authentication.@Nullable PrincipalSource own(Principal principal) {
        if (isPlain(principal)) {
            return null;
        } else if (principal instanceof UserDatabasePrincipal) {
            return new OfRealm(principal.getClass().getName());
        } else if (principal instanceof GenericPrincipal generic && losesUser(generic)) {
            return new OfNode(generic.getUserPrincipal().getClass().getName());
        }
        try {
            return new Serialized(codec.serialize(principal, webapp.get()));
        } catch (NotStorableException | TooLargeException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "A principal of {0} stays on this node: {1}",
                    principal.getClass().getName(),
                    e.getMessage());
            return new OfNode(principal.getClass().getName());
        }
    }

    /** Whether name and roles suffice. */
    private static boolean isPlain(Principal principal) {
        return principal.getClass() == GenericPrincipal.class
                && principal instanceof GenericPrincipal generic
                && generic.getUserPrincipal() == principal
                && !generic.getAttributeNames().hasMoreElements();
    }

    /** Tomcat silently omits a user principal that is not Serializable. */
    private static boolean losesUser(GenericPrincipal principal) {
        return principal.getClass() == GenericPrincipal.class
                && !(principal.getUserPrincipal() instanceof java.io.Serializable);
    }

    /** @param here this node's principal of the session; null if it has none */
    public Principal restored(Authentication user, @Nullable Principal here) {
        var own = user.principal();
        if (own instanceof OfRealm of) {
            return ofRealm(user, of.className());
        } else if (own instanceof Serialized serialized) {
            return deserialized(user, serialized.value());
        }
        return own != null && here != null && isStill(here, user) ? here : plain(user);
    }

    /** The user may have signed in again on another node, with other roles. */
    private static boolean isStill(Principal here, Authentication user) {
        return user.name().equals(here.getName()) && user.roles().equals(roles(here));
    }

    private static Principal plain(Authentication user) {
        return new GenericPrincipal(user.name(), user.roles());
    }

    /** Returns a principal with the user's current roles; a user who was removed from the database has none. */
    private Principal ofRealm(Authentication user, String className) {
        var databases = databases(realm.get()).limit(2).toList();
        if (databases.size() != 1) {
            return plain(user); // each database may have a different user of this name
        }
        var made = databases.get(0).authenticate(user.name());
        if (made == null) {
            return new GenericPrincipal(user.name(), List.of());
        }
        return made.getClass().getName().equals(className) ? made : plain(user);
    }

    /** Returns the user databases of a realm. */
    private static Stream<Realm> databases(@Nullable Realm in) {
        return in instanceof CombinedRealm several
                ? Arrays.stream(several.getNestedRealms())
                        .filter(each -> each instanceof CombinedRealm || each instanceof UserDatabaseRealm)
                        .flatMap(Principals::databases)
                : Stream.ofNullable(in);
    }

    private Principal deserialized(Authentication user, String text) {
        try {
            if (codec.deserialize(text, webapp.get()) instanceof Principal principal
                    && user.name().equals(principal.getName())) {
                return principal;
            }
        } catch (UndecodableAttributeException e) {
            LOG.log(
                    logged.compareAndSet(false, true) ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                    "The principal of a session cannot be decoded; its user keeps name and roles. {0} Logged once.",
                    e.getMessage());
        }
        return plain(user);
    }
}
