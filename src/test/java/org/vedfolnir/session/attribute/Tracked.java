package org.vedfolnir.session.attribute;

import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.vedfolnir.session.attribute.access.AccessedAttributes;
import org.vedfolnir.session.attribute.policy.AttributePlacement;
import org.vedfolnir.session.attribute.policy.InPlaceChangePolicy;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.TestDocuments;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/** Makes documents without parts, as a request reads them. */
final class Tracked {

    private Tracked() {}

    static SessionDocument document(Map<String, EncodedAttribute> attributes) {
        return TestDocuments.with(SessionDocument.begin(0, 0, "handle", Instant.EPOCH), 1, attributes);
    }

    static TrackedAttributes attributes(
            Map<String, EncodedAttribute> stored, AttributeCodec codec, InPlaceChangePolicy watch) {
        return attributes(stored, codec, watch, AccessedAttributes::new);
    }

    static TrackedAttributes attributes(
            Map<String, EncodedAttribute> stored,
            AttributeCodec codec,
            InPlaceChangePolicy watch,
            Supplier<AccessedAttributes> asking) {
        return new TrackedAttributes(
                new AttributeSnapshot(document(stored), (name, part) -> null),
                new AttributeConverter(
                        codec, Tracked.class.getClassLoader(), watch, AttributePlacement.STORED, DecodedValues.NONE),
                ActivationNotifier.NONE,
                NodeLocalValues.NOTHING,
                asking);
    }
}
