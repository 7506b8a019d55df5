package org.vedfolnir.session.document;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.json.JsonReader;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;

/**
 * The members of a document: their names, and how to read one. The member of an attribute with such a name gets the
 * prefix {@code ~}. Stateless.
 */
final class DocumentMembers {

    static final String FACTS = "_session";
    static final String CREATED = "created_at";
    static final String ACTIVE = "last_activity";
    static final String CIPHERTEXT = "ciphertext";

    private static final Set<String> RESERVED = Set.of(
            ClearHeader.VERSION,
            ClearHeader.UNTIL,
            ClearHeader.IDLE,
            ClearHeader.PARTS,
            FACTS,
            CREATED,
            ACTIVE,
            "protected",
            "iv",
            CIPHERTEXT,
            "tag");

    private DocumentMembers() {}

    /** @throws UnreadableDocumentException if it is not a JSON object */
    static Map<String, String> of(byte[] json) throws UnreadableDocumentException {
        try {
            return JsonReader.members(new String(json, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw UnreadableDocumentException.foreign();
        }
    }

    /** Whether a member of this name is not an attribute. */
    static boolean isReserved(String member) {
        return RESERVED.contains(member);
    }

    /** Returns the member for the attribute of this name. */
    static String ofAttribute(String name) {
        return isReserved(name) || name.startsWith("~") ? "~" + name : name;
    }

    /** Returns the attribute of this member. */
    static String attribute(String member) {
        return member.startsWith("~") ? member.substring(1) : member;
    }

    static @Nullable Object value(Map<String, String> members, String name) {
        var json = members.get(name);
        return json == null ? null : JsonReader.value(json);
    }

    /** @throws IllegalArgumentException if it is not text */
    static String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("A fact of the session is missing or is not text.");
    }
}
