package org.vedfolnir.session.document;

import java.util.List;

/**
 * Who is signed in by the container. Immutable.
 *
 * @param type as in {@code FORM}; empty when not known
 * @param name the principal's name
 * @param roles the principal's roles
 */
public record Authentication(String type, String name, List<String> roles) {

    public Authentication {
        roles = List.copyOf(roles);
    }
}
