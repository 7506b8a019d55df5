package org.vedfolnir.session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Attributes of other managers that have no meaning here: accepted, so that moving over is changing a class name, and said once
 * with the reason. Used by one thread, before and while the manager starts.
 */
final class IgnoredAttributes {

    private static final System.Logger LOG = System.getLogger(IgnoredAttributes.class.getName());

    private final Map<String, String> given = new LinkedHashMap<>();

    /** @param instead why it means nothing, or what to set instead */
    void accept(String attribute, String instead) {
        given.put(attribute, instead);
    }

    void say() {
        given.forEach((attribute, instead) -> LOG.log(
                System.Logger.Level.INFO,
                "The attribute {0} of <Manager> is accepted and changes nothing: {1}.",
                attribute,
                instead));
    }
}
