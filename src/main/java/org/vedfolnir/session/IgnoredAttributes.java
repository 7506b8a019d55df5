package org.vedfolnir.session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Attributes of other managers that have no meaning here. They are accepted, so that a migration only changes the class
 * name, and logged once with the reason. Used by one thread, before and during the manager's start.
 */
final class IgnoredAttributes {

    private static final System.Logger LOG = System.getLogger(IgnoredAttributes.class.getName());

    private final Map<String, String> given = new LinkedHashMap<>();

    /** @param instead why it has no effect, or what to set instead */
    void accept(String attribute, String instead) {
        given.put(attribute, instead);
    }

    /** An attribute has an effect here after all. */
    void use(String attribute) {
        given.remove(attribute);
    }

    void log() {
        given.forEach((attribute, instead) -> LOG.log(
                System.Logger.Level.INFO,
                "The attribute {0} of <Manager> is accepted and has no effect: {1}.",
                attribute,
                instead));
    }
}
