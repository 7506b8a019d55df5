package org.vedfolnir.session.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user that the container has authenticated. Immutable.
 *
 * @param type as in {@code FORM}; empty when not known
 * @param name the principal's name
 * @param roles the principal's roles
 * @param principal how to get the realm's own principal back; null where name and roles are all there is to it
 */
public record Authentication(
        String type,
        String name,
        List<String> roles,
        @Nullable PrincipalSource principal) {

    public Authentication {
        roles = List.copyOf(roles);
    }

    /** Of whom name and roles are all. */
    public Authentication(String type, String name, List<String> roles) {
        this(type, name, roles, null);
    }

    /** Where the realm's own principal comes from, which has a class of its own. */
    public sealed interface PrincipalSource {}

    /**
     * One that was serialized.
     *
     * @param value as an attribute is stored
     */
    public record Serialized(String value) implements PrincipalSource {}

    /**
     * One that the realm makes from its name, as that of Tomcat's user database.
     *
     * @param className of the principal
     */
    public record OfRealm(String className) implements PrincipalSource {}

    /**
     * One that cannot be serialized, and that the node has at which its user signed in.
     *
     * @param className of the principal
     */
    public record OfNode(String className) implements PrincipalSource {}
}
