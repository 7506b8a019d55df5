package org.vedfolnir.session.attribute;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/** Large values that the requests before have decoded. */
@FunctionalInterface
public interface DecodedValues {

    /** Nothing was decoded before. */
    DecodedValues NONE = (name, text) -> null;

    /**
     * Removes and returns a value, so that no two sessions have the same object.
     *
     * @param text what an attribute is in the store
     * @return null when it has to be decoded
     */
    @Nullable
    Object take(String name, EncodedAttribute text);
}
