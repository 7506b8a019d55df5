package org.vedfolnir.session.attribute;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Part;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/** Reads an attribute that lies beside its document. */
@FunctionalInterface
public interface PartReader {

    /** The attribute's current value, which may be newer than what the part says; null when the session has it no more. */
    @Nullable
    EncodedAttribute read(String name, Part part);
}
