package org.vedfolnir.session;

import java.util.Map;
import org.vedfolnir.session.document.AttributeCodec;
import org.vedfolnir.session.document.EncodedAttribute;

/** Attributes of a document without parts, as a request finds them. */
final class Tracked {

    private Tracked() {}

    static SessionAttributes attributes(Map<String, EncodedAttribute> stored, AttributeCodec codec, Watch watch) {
        return new SessionAttributes(
                new StoredValues(stored, Map.of(), (name, part) -> null),
                codec,
                Tracked.class.getClassLoader(),
                watch,
                Activation.NOBODY,
                (name, value) -> false);
    }
}
