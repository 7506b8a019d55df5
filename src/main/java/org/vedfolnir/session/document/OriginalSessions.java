package org.vedfolnir.session.document;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.json.IsoTime;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;

/** Sessions of the application before this one, which stored plain JSON under the same keys. Stateless. */
public final class OriginalSessions {

    private static final Set<String> OURS = Set.of(
            ClearHeader.VERSION,
            ClearHeader.UNTIL,
            ClearHeader.IDLE,
            DocumentMembers.FACTS,
            "protected",
            "iv",
            DocumentMembers.CIPHERTEXT,
            "tag");

    private OriginalSessions() {}

    /**
     * Adopts a JSON object without any member of ours. Its members become attributes of plain JSON only, so that it
     * cannot name a class.
     *
     * @param fresh a new session, for everything that the value does not contain
     * @return version 1 of its document; empty if the value is not such a session
     */
    public static Optional<SessionDocument> adopt(byte[] foreign, SessionDocument fresh) {
        try {
            var members = DocumentMembers.of(foreign);
            if (members.keySet().stream().anyMatch(OURS::contains)) {
                return Optional.empty();
            }
            var created = timeOr(members, DocumentMembers.CREATED, fresh.createdAt());
            return Optional.of(new SessionDocument(
                    1,
                    fresh.until(),
                    fresh.idle(),
                    fresh.handle(),
                    created,
                    timeOr(members, DocumentMembers.ACTIVE, created),
                    null,
                    null,
                    attributes(members),
                    Map.of(),
                    null));
        } catch (UnreadableDocumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, EncodedAttribute> attributes(Map<String, String> members) {
        var attributes = new LinkedHashMap<>(PlainReader.attributes(members, Map.of(), PlainReader.WHOLE));
        attributes.values().removeIf(each -> "null".equals(each.json()));
        return attributes;
    }

    /** The original wrote the first of these members; other applications may write anything there. */
    private static Instant timeOr(Map<String, String> members, String name, Instant otherwise) {
        try {
            return IsoTime.parse(DocumentMembers.text(DocumentMembers.value(members, name)));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return otherwise;
        }
    }
}
