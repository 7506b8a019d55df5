package org.vedfolnir.session;

import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/** Attributes of a document without parts, as a request finds them. */
final class Tracked {

    private Tracked() {}

    static SessionDocument document(Map<String, EncodedAttribute> attributes) {
        return SessionDocument.begin(0, 0, "handle", Instant.EPOCH)
                .withVersion(1)
                .withAttributes(attributes);
    }

    static SessionAttributes attributes(Map<String, EncodedAttribute> stored, AttributeCodec codec, Watch watch) {
        return attributes(stored, codec, watch, AskedNames::new);
    }

    static SessionAttributes attributes(
            Map<String, EncodedAttribute> stored, AttributeCodec codec, Watch watch, Supplier<AskedNames> asking) {
        return new SessionAttributes(
                new StoredValues(document(stored), (name, part) -> null),
                codec,
                Tracked.class.getClassLoader(),
                watch,
                Activation.NOBODY,
                Placing.STORED,
                OfThisNode.NOTHING,
                asking,
                DecodedValues.NONE);
    }
}
