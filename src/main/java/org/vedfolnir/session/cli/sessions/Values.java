package org.vedfolnir.session.cli.sessions;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.Part;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.Store;

/** The attributes of a session. */
record Values(Store store, DocumentCodec codec) {

    /**
     * An attribute.
     *
     * @param type as docs/format.md names it; {@code json} for plain JSON
     * @param value its JSON text; null if it was not requested, or is missing
     */
    record Attribute(
            String name,
            String type,
            long bytes,
            boolean beside,
            @Nullable String value) {

        Map<String, @Nullable Object> members(boolean withValue) {
            var members = new LinkedHashMap<String, @Nullable Object>();
            members.put("name", name);
            members.put("type", type);
            members.put("bytes", bytes);
            if (withValue) {
                members.put("value", value);
            }
            return members;
        }
    }

    /** @param withValues whether values beside the document are read, one round trip */
    List<Attribute> of(SessionId id, SessionDocument document, boolean withValues) {
        var all = new ArrayList<Attribute>();
        document.attributes()
                .forEach((name, value) -> all.add(new Attribute(
                        name,
                        type(value.type()),
                        value.json().getBytes(StandardCharsets.UTF_8).length,
                        false,
                        withValues ? value.json() : null)));
        var numbers = document.parts().values().stream().map(Part::number).toList();
        var stored = withValues && !numbers.isEmpty() ? store.sessions().parts(id, numbers) : Map.<Integer, byte[]>of();
        document.parts()
                .forEach((name, part) -> all.add(new Attribute(
                        name, type(part.type()), part.size(), true, value(stored.get(part.number()), document, part))));
        return all;
    }

    private static String type(@Nullable String tag) {
        return tag == null ? "json" : tag;
    }

    private @Nullable String value(byte @Nullable [] stored, SessionDocument document, Part part) {
        try {
            return stored == null
                    ? null
                    : codec.parts().decode(stored, document.handle(), part).json();
        } catch (UnreadableDocumentException e) {
            return null;
        }
    }
}
