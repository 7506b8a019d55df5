package org.vedfolnir.session.document;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.json.IsoTime;
import org.vedfolnir.session.document.json.JsonWriter;

/**
 * Writes what follows the clear header of a plain document, which is also the content of a sealed one. Immutable.
 *
 * @param application the owner of the sessions
 */
record PlainWriter(String application) {

    /** Leaves the closing of two braces to the caller. */
    void write(JsonWriter out, SessionDocument document) {
        document.attributes().forEach((name, value) -> out.string(DocumentMembers.ofAttribute(name))
                .raw(":")
                .raw(value.json())
                .raw(","));
        out.raw("\"created_at\":\"").raw(IsoTime.format(document.createdAt()));
        out.raw("\",\"last_activity\":\"").raw(IsoTime.format(document.lastActivity()));
        out.raw("\",\"_session\":{\"format\":")
                .raw(document.parts().isEmpty() ? PlainReader.WHOLE : PlainReader.FORMAT)
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

    private static void writePrincipal(JsonWriter out, Authentication.@Nullable PrincipalSource principal) {
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

    /** Writes one fact of several attributes, by their names. */
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
}
