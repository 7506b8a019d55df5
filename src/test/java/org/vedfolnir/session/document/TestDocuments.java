package org.vedfolnir.session.document;

import java.util.Map;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/** Session documents for tests. Stateless. */
public final class TestDocuments {

    private TestDocuments() {}

    /** Returns the same session with another version. */
    public static SessionDocument withVersion(SessionDocument of, long version) {
        return new SessionDocument(
                version,
                of.until(),
                of.idle(),
                of.handle(),
                of.createdAt(),
                of.lastActivity(),
                of.authentication(),
                of.pendingLogin(),
                of.attributes(),
                of.parts(),
                of.signOn());
    }

    /** Returns the same session with another version and other attributes, all inside the document. */
    public static SessionDocument with(SessionDocument of, long version, Map<String, EncodedAttribute> attributes) {
        return withVersion(of, version).withAttributes(attributes, Map.of());
    }
}
