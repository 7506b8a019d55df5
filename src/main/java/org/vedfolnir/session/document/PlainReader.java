package org.vedfolnir.session.document;

import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.json.IsoTime;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;

/**
 * Reads a document from its members: those of a plain document, or the decrypted ones of a sealed document. Immutable.
 *
 * @param application the owner of the sessions
 */
record PlainReader(String application) {

    /** The format of a document that contains all of its attributes. Earlier versions read it as well. */
    static final int WHOLE = 1;
    /** The format of a document with parts. */
    static final int FORMAT = 2;

    /**
     * @throws UnreadableDocumentException if they are not members of a session, or of one of a later version or of
     *     another application
     */
    SessionDocument document(Map<String, String> members, ClearHeader head) throws UnreadableDocumentException {
        try {
            if (!(DocumentMembers.value(members, DocumentMembers.FACTS) instanceof Map<?, ?> facts)
                    || !(facts.get("format") instanceof Integer format)
                    || format < 1) {
                throw UnreadableDocumentException.foreign();
            }
            if (format > FORMAT) {
                throw new UnreadableDocumentException(
                        UnreadableDocumentException.Reason.NEWER_FORMAT,
                        "A stored session has format " + format + "; this version reads up to " + FORMAT
                                + ". The session is not changed. Upgrade this node.");
            }
            // a document without "app" was written before documents named their application
            if (facts.get("app") instanceof String app && !app.equals(application)) {
                throw new UnreadableDocumentException(
                        UnreadableDocumentException.Reason.OTHER_APPLICATION,
                        "A stored session belongs to another application. It is not changed.");
            }
            return new SessionDocument(
                    head.version(),
                    head.until(),
                    head.idle(),
                    DocumentMembers.text(facts.get("handle")),
                    IsoTime.parse(DocumentMembers.text(DocumentMembers.value(members, DocumentMembers.CREATED))),
                    IsoTime.parse(DocumentMembers.text(DocumentMembers.value(members, DocumentMembers.ACTIVE))),
                    authentication(facts.get("auth")),
                    facts.get("login") instanceof String login ? login : null,
                    attributes(members, facts, format),
                    parts(facts.get("parts"), facts),
                    facts.get("sso") instanceof String signOn ? signOn : null);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw UnreadableDocumentException.foreign();
        }
    }

    private static @Nullable Authentication authentication(@Nullable Object facts) {
        if (!(facts instanceof Map<?, ?> map)) {
            return null;
        }
        var roles = new ArrayList<String>();
        if (map.get("roles") instanceof List<?> list) {
            list.forEach(role -> roles.add(DocumentMembers.text(role)));
        }
        return new Authentication(
                DocumentMembers.text(map.get("type")), DocumentMembers.text(map.get("name")), roles, principal(map));
    }

    private static Authentication.@Nullable PrincipalSource principal(Map<?, ?> facts) {
        if (facts.get("serialized") instanceof String value) {
            return new Authentication.Serialized(value);
        } else if (facts.get("realm") instanceof String type) {
            return new Authentication.OfRealm(type);
        }
        return facts.get("node") instanceof String type ? new Authentication.OfNode(type) : null;
    }

    static Map<String, EncodedAttribute> attributes(Map<String, String> members, Map<?, ?> facts, int format) {
        var attributes = new LinkedHashMap<String, EncodedAttribute>();
        members.forEach((member, json) -> {
            // the first format has no parts: there "_parts" is the name of an attribute
            if (!DocumentMembers.isReserved(member) || format == WHOLE && ClearHeader.PARTS.equals(member)) {
                var name = DocumentMembers.attribute(member);
                attributes.put(
                        name,
                        new EncodedAttribute(
                                fact(facts, "types", name),
                                json,
                                fact(facts, "same", name),
                                fact(facts, "dropped", name) != null));
            }
        });
        return attributes;
    }

    private static Map<String, Part> parts(@Nullable Object parts, Map<?, ?> facts) {
        var read = new LinkedHashMap<String, Part>();
        if (parts instanceof Map<?, ?> map) {
            map.forEach((name, described) -> read.put(
                    DocumentMembers.text(name), part(described, fact(facts, "types", DocumentMembers.text(name)))));
        }
        return read;
    }

    private static Part part(@Nullable Object described, @Nullable String type) {
        if (described instanceof Map<?, ?> facts
                && facts.get("number") instanceof Integer number
                && number > 0
                && number <= Part.MOST
                && facts.get("size") instanceof Integer size) {
            var key = facts.get("key");
            return new Part(
                    number,
                    type,
                    size,
                    DocumentMembers.text(facts.get("digest")),
                    key == null ? null : DocumentMembers.text(key));
        }
        throw new IllegalArgumentException("The description of a part is incomplete or out of range.");
    }

    private static @Nullable String fact(Map<?, ?> facts, String fact, String name) {
        var text = facts.get(fact) instanceof Map<?, ?> map ? map.get(name) : null;
        return text == null ? null : DocumentMembers.text(text);
    }
}
