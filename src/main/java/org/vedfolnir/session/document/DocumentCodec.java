package org.vedfolnir.session.document;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A session document as bytes, and back; {@code docs/format.md} is the specification. Thread-safe. */
public final class DocumentCodec {

    /** Of a document that holds all of its attributes: what an earlier version reads as well. */
    private static final int WHOLE = 1;
    /** Of a document with parts. */
    private static final int FORMAT = 2;

    private static final String FACTS = "_session";
    private static final String CREATED = "created_at";
    private static final String ACTIVE = "last_activity";
    private static final Set<String> RESERVED = Set.of(
            Head.VERSION,
            Head.UNTIL,
            Head.IDLE,
            Head.PARTS,
            FACTS,
            CREATED,
            ACTIVE,
            "protected",
            "iv",
            "ciphertext",
            "tag");
    private static final Set<String> OURS =
            Set.of(Head.VERSION, Head.UNTIL, Head.IDLE, FACTS, "protected", "iv", "ciphertext", "tag");

    private final KeySource keys;
    private final Sealer sealer;
    private final String application;

    /**
     * @param keys the ring that seals; {@link KeyRing#none()} for plain JSON
     * @param application whose sessions these are: an id of one application opens nothing in another
     */
    public DocumentCodec(KeyRing keys, String application) {
        this(KeySource.of(keys), application);
    }

    /** The same with a ring that may be replaced by another. */
    public DocumentCodec(KeySource keys, String application) {
        this.keys = keys;
        this.sealer = new Sealer(keys);
        this.application = application;
    }

    /** UTF-8 JSON; with keys, sealed so that it opens under the key {@code boundTo} of the store only. */
    public byte[] encode(SessionDocument document, String boundTo) {
        if (!keys.current().sealing()) {
            var out = new JsonWriter(1024);
            Head.of(document).write(out);
            out.raw(",");
            body(out, document);
            return out.raw(",\"mark\":\"").raw(Mark.next()).raw("\"}}").bytes();
        }
        var out = new JsonWriter(1024).raw("{");
        body(out, document);
        var plain = out.raw("}}").bytes();
        return sealer.seal(plain, Head.of(document), boundTo).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The document that these bytes are, whatever they are.
     *
     * @throws UnreadableDocumentException when they are none; with keys, a plain document is none
     */
    public SessionDocument decode(byte[] stored, String boundTo) throws UnreadableDocumentException {
        var members = members(stored);
        var head = Head.ofPlain(members); // whatever has none is foreign, in both forms
        var sealed = members.containsKey("ciphertext");
        if (sealed != keys.current().sealing()) {
            throw sealed
                    ? new UnreadableDocumentException(
                            UnreadableDocumentException.Reason.UNKNOWN_KEY,
                            "A stored session is sealed, and this node has no keys. Set encryptionKeys.")
                    : UnreadableDocumentException.damaged();
        }
        return sealed ? unsealed(members, boundTo) : document(members, head);
    }

    private SessionDocument unsealed(Map<String, String> members, String boundTo) throws UnreadableDocumentException {
        var head = Head.ofSealed(members);
        var inside = members(sealer.open(members, head, boundTo));
        var document = document(inside, head);
        // the first builds repeated the head inside
        var repeats = inside.containsKey(Head.VERSION) && !Head.ofPlain(inside).isWithoutParts(head);
        if (repeats || !Head.of(document).equals(head)) {
            throw UnreadableDocumentException.damaged();
        }
        return document;
    }

    /** What is said of a value when it lies beside the document, under that number. */
    public Part part(int number, EncodedAttribute value) {
        return Part.of(number, value, keys.current().sealingKey());
    }

    /** Whether a part is sealed with the key that seals now. */
    public boolean sealedAnew(Part part) {
        return Objects.equals(part.key(), keys.current().sealingKey());
    }

    /** The same of a document, as it lies in the store, that opened. Costs next to nothing while there is one key. */
    public boolean sealedAnew(byte[] stored) throws UnreadableDocumentException {
        var ring = keys.current();
        return !ring.rotating() || Sealer.keyNamed(members(stored)).equals(ring.sealingKey());
    }

    /** The value of a part as bytes; with keys, sealed so that it opens for the session of that handle and under that number only. */
    public byte[] encodePart(EncodedAttribute value, String handle, int number) {
        var plain = value.json().getBytes(StandardCharsets.UTF_8);
        return keys.current().sealing()
                ? sealer.sealPart(plain, handle, number).getBytes(StandardCharsets.UTF_8)
                : plain;
    }

    /**
     * The value that a document means by a part.
     *
     * @param handle of the session
     * @throws UnreadableDocumentException when the bytes are not that value: they are of another version of the part, or were changed
     */
    public EncodedAttribute decodePart(byte[] stored, String handle, Part part) throws UnreadableDocumentException {
        var plain = keys.current().sealing() ? sealer.openPart(members(stored), handle, part.number()) : stored;
        if (!part.isOf(plain)) {
            throw UnreadableDocumentException.damaged();
        }
        return new EncodedAttribute(part.type(), new String(plain, StandardCharsets.UTF_8));
    }

    /**
     * A session of the application before this one: a JSON object without any member of ours. Its members are attributes of plain JSON and
     * nothing else, so that it can name no class.
     *
     * @param fresh what a session begins with here
     * @return version 1 of its document; empty when the value is no such session
     */
    public Optional<SessionDocument> adopt(byte[] foreign, SessionDocument fresh) {
        try {
            var members = members(foreign);
            if (members.keySet().stream().anyMatch(OURS::contains)) {
                return Optional.empty();
            }
            var created = timeOr(members, CREATED, fresh.createdAt());
            return Optional.of(new SessionDocument(
                    1,
                    fresh.until(),
                    fresh.idle(),
                    fresh.handle(),
                    created,
                    timeOr(members, ACTIVE, created),
                    null,
                    null,
                    plainAttributes(members),
                    Map.of()));
        } catch (UnreadableDocumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, EncodedAttribute> plainAttributes(Map<String, String> members) {
        var attributes = new LinkedHashMap<>(attributes(members, Map.of(), WHOLE));
        attributes.values().removeIf(each -> "null".equals(each.json()));
        return attributes;
    }

    /** The original wrote the first, and every application may write what it likes. */
    private static Instant timeOr(Map<String, String> members, String name, Instant otherwise) {
        try {
            return IsoTime.moment(text(value(members, name)));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return otherwise;
        }
    }

    private static Map<String, String> members(byte[] json) throws UnreadableDocumentException {
        try {
            return JsonReader.members(new String(json, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw UnreadableDocumentException.foreign();
        }
    }

    /** All behind the head, but for the mark and the two braces at the end. */
    private void body(JsonWriter out, SessionDocument document) {
        document.attributes()
                .forEach((name, value) ->
                        out.string(escaped(name)).raw(":").raw(value.json()).raw(","));
        out.raw("\"created_at\":\"").raw(IsoTime.text(document.createdAt()));
        out.raw("\",\"last_activity\":\"").raw(IsoTime.text(document.lastActivity()));
        out.raw("\",\"_session\":{\"format\":")
                .raw(document.parts().isEmpty() ? WHOLE : FORMAT)
                .raw(",\"handle\":")
                .string(document.handle());
        out.raw(",\"app\":").string(application);
        writeAuthentication(out, document.authentication());
        if (document.signOn() != null) {
            out.raw(",\"sso\":").string(document.signOn());
        }
        if (document.pendingLogin() != null) {
            out.raw(",\"login\":").string(document.pendingLogin());
        }
        writeTypes(out, document);
        write(out, "same", document.attributes(), EncodedAttribute::same);
        write(out, "dropped", document.attributes(), each -> each.dropped() ? "recorded" : null);
        writeParts(out, document.parts());
    }

    private static void writeAuthentication(JsonWriter out, @Nullable Authentication authentication) {
        if (authentication == null) {
            return;
        }
        out.raw(",\"auth\":{\"type\":").string(authentication.type());
        out.raw(",\"name\":").string(authentication.name()).raw(",\"roles\":[");
        var comma = "";
        for (var role : authentication.roles()) {
            out.raw(comma).string(role);
            comma = ",";
        }
        out.raw("]");
        writePrincipal(out, authentication.principal());
        out.raw("}");
    }

    private static void writePrincipal(JsonWriter out, Authentication.@Nullable Own principal) {
        if (principal instanceof Authentication.Serialized own) {
            out.raw(",\"serialized\":").string(own.value());
        } else if (principal instanceof Authentication.OfRealm own) {
            out.raw(",\"realm\":").string(own.className());
        } else if (principal instanceof Authentication.OfNode own) {
            out.raw(",\"node\":").string(own.className());
        }
    }

    private static void writeTypes(JsonWriter out, SessionDocument document) {
        if (document.parts().isEmpty()) {
            write(out, "types", document.attributes(), EncodedAttribute::type);
            return;
        }
        var types = new LinkedHashMap<String, @Nullable String>();
        document.attributes().forEach((name, value) -> types.put(name, value.type()));
        document.parts().forEach((name, part) -> types.put(name, part.type()));
        write(out, "types", types, type -> type);
    }

    /** A fact of some attributes, by their names. */
    private static <T extends @Nullable Object> void write(
            JsonWriter out, String fact, Map<String, T> attributes, Function<T, @Nullable String> of) {
        var before = ",\"" + fact + "\":{";
        for (var attribute : attributes.entrySet()) {
            var text = of.apply(attribute.getValue());
            if (text != null) {
                out.raw(before).string(attribute.getKey()).raw(":").string(text);
                before = ",";
            }
        }
        if (",".equals(before)) {
            out.raw("}");
        }
    }

    private static void writeParts(JsonWriter out, Map<String, Part> parts) {
        if (parts.isEmpty()) {
            return;
        }
        var before = ",\"parts\":{";
        for (var each : parts.entrySet()) {
            var part = each.getValue();
            out.raw(before).string(each.getKey()).raw(":{\"number\":").raw(part.number());
            out.raw(",\"size\":").raw(part.size()).raw(",\"digest\":").string(part.digest());
            if (part.key() != null) {
                out.raw(",\"key\":").string(part.key());
            }
            out.raw("}");
            before = ",";
        }
        out.raw("}");
    }

    private SessionDocument document(Map<String, String> members, Head head) throws UnreadableDocumentException {
        try {
            if (!(value(members, FACTS) instanceof Map<?, ?> facts)
                    || !(facts.get("format") instanceof Integer format)
                    || format < 1) {
                throw UnreadableDocumentException.foreign();
            }
            if (format > FORMAT) {
                throw new UnreadableDocumentException(
                        UnreadableDocumentException.Reason.NEWER_FORMAT,
                        "A stored session has format " + format + "; this version reads up to " + FORMAT
                                + ". It is left alone: upgrade this node.");
            }
            // a document without it was written before applications were told apart
            if (facts.get("app") instanceof String app && !app.equals(application)) {
                throw new UnreadableDocumentException(
                        UnreadableDocumentException.Reason.OTHER_APPLICATION,
                        "A stored session belongs to another application. It is left alone.");
            }
            return new SessionDocument(
                    head.version(),
                    head.until(),
                    head.idle(),
                    text(facts.get("handle")),
                    IsoTime.moment(text(value(members, CREATED))),
                    IsoTime.moment(text(value(members, ACTIVE))),
                    authentication(facts.get("auth")),
                    facts.get("login") instanceof String login ? login : null,
                    attributes(members, facts, format),
                    parts(facts.get("parts"), facts),
                    facts.get("sso") instanceof String signOn ? signOn : null);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw UnreadableDocumentException.foreign();
        }
    }

    private static @Nullable Object value(Map<String, String> members, String name) {
        var json = members.get(name);
        return json == null ? null : JsonReader.value(json);
    }

    private static String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("A fact of the session is missing, or is not text.");
    }

    private static @Nullable Authentication authentication(@Nullable Object facts) {
        if (!(facts instanceof Map<?, ?> map)) {
            return null;
        }
        var roles = new ArrayList<String>();
        if (map.get("roles") instanceof List<?> list) {
            list.forEach(role -> roles.add(text(role)));
        }
        return new Authentication(text(map.get("type")), text(map.get("name")), roles, principal(map));
    }

    private static Authentication.@Nullable Own principal(Map<?, ?> facts) {
        if (facts.get("serialized") instanceof String value) {
            return new Authentication.Serialized(value);
        } else if (facts.get("realm") instanceof String type) {
            return new Authentication.OfRealm(type);
        }
        return facts.get("node") instanceof String type ? new Authentication.OfNode(type) : null;
    }

    private static Map<String, EncodedAttribute> attributes(Map<String, String> members, Map<?, ?> facts, int format) {
        var attributes = new LinkedHashMap<String, EncodedAttribute>();
        members.forEach((member, json) -> {
            // the first format did not know parts: there it is the name of an attribute
            if (!RESERVED.contains(member) || format == WHOLE && Head.PARTS.equals(member)) {
                var name = member.startsWith("~") ? member.substring(1) : member;
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
            map.forEach((name, described) -> read.put(text(name), part(described, fact(facts, "types", text(name)))));
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
            return new Part(number, type, size, text(facts.get("digest")), key == null ? null : text(key));
        }
        throw new IllegalArgumentException("A part is not described as it should be.");
    }

    private static @Nullable String fact(Map<?, ?> facts, String fact, String name) {
        var text = facts.get(fact) instanceof Map<?, ?> map ? map.get(name) : null;
        return text == null ? null : text(text);
    }

    private static String escaped(String name) {
        return RESERVED.contains(name) || name.startsWith("~") ? "~" + name : name;
    }
}
