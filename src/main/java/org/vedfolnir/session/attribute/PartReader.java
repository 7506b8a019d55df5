package org.vedfolnir.session.attribute;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Part;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/** Reads an attribute that is stored beside its document. */
@FunctionalInterface
public interface PartReader {

    /** Returns the attribute's current value, which may be newer than the given part; null if the session no longer has it. */
    @Nullable
    EncodedAttribute read(String name, Part part);
}
