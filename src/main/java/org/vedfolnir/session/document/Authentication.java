package org.vedfolnir.session.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user whom the container has authenticated. Immutable.
 *
 * @param type for example {@code FORM}; empty if unknown
 * @param name the principal's name
 * @param roles the principal's roles
 * @param principal how to restore the realm's own principal; null if name and roles are sufficient
 */
public record Authentication(
        String type,
        String name,
        List<String> roles,
        @Nullable PrincipalSource principal) {

    public Authentication {
        roles = List.copyOf(roles);
    }

    /** A user of whom name and roles are sufficient. */
    public Authentication(String type, String name, List<String> roles) {
        this(type, name, roles, null);
    }

    /** How to restore the realm's own principal, which has a class of its own. */
    public sealed interface PrincipalSource {}

    /**
     * A principal that was serialized.
     *
     * @param value as an attribute is stored
     */
    public record Serialized(String value) implements PrincipalSource {}

    /**
     * A principal that the realm restores from its name, as Tomcat's user database does.
     *
     * @param className of the principal
     */
    public record OfRealm(String className) implements PrincipalSource {}

    /**
     * A principal that cannot be serialized and stays on the node where the user signed in.
     *
     * @param className of the principal
     */
    public record OfNode(String className) implements PrincipalSource {}
}
