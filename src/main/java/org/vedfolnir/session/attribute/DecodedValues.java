package org.vedfolnir.session.attribute;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/** Large values that earlier requests have decoded. */
@FunctionalInterface
public interface DecodedValues {

    /** No decoded values. */
    DecodedValues NONE = (name, text) -> null;

    /**
     * Removes and returns a value, so that no two sessions have the same object.
     *
     * @param text the stored form of the attribute
     * @return null if it must be decoded
     */
    @Nullable
    Object take(String name, EncodedAttribute text);
}
