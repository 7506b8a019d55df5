package org.vedfolnir.session.attribute;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Part;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/**
 * The attributes of a document as they were read, parts included. Loaded by one thread at a time, which {@link
 * TrackedAttributes} ensures; loaded values may be read by any.
 */
public final class AttributeSnapshot {

    private final SessionDocument document;
    private final Map<String, EncodedAttribute> inside;
    private final Map<String, Part> beside;
    private final PartReader reader;
    private final boolean sharing;
    /** Parts that were read. */
    private final Map<String, EncodedAttribute> loaded = new ConcurrentHashMap<>();

    AttributeSnapshot(SessionDocument document, PartReader reader) {
        this.document = document;
        this.inside = document.attributes();
        this.beside = document.parts();
        this.sharing = document.sharing();
        this.reader = reader;
    }

    /**
     * Returns the snapshot of a later document, with the values that are known.
     *
     * @param written values of the save, even if it did not succeed
     */
    AttributeSnapshot after(SessionDocument saved, Map<String, @Nullable EncodedAttribute> written) {
        var later = new AttributeSnapshot(saved, reader);
        saved.parts().forEach((name, part) -> {
            var sent = written.get(name);
            var former = beside.get(name);
            var known = former != null && former.sameValue(part) ? loaded.get(name) : null;
            if (sent != null && part.holds(sent)) {
                later.loaded.put(name, sent);
            } else if (known != null) {
                later.loaded.put(name, known);
            }
        });
        return later;
    }

    public SessionDocument document() {
        return document;
    }

    /** The attributes inside of the document. Not to be changed. */
    Map<String, EncodedAttribute> inside() {
        return inside;
    }

    /** Whether any attributes share an object. */
    boolean shares() {
        return sharing;
    }

    boolean isBeside(String name) {
        return beside.containsKey(name);
    }

    /** Returns the value if it is loaded; null if it is not, or if there is none. */
    @Nullable
    EncodedAttribute known(String name) {
        return loaded.getOrDefault(name, inside.get(name));
    }

    boolean has(String name) {
        return inside.containsKey(name) || beside.containsKey(name);
    }

    Set<String> names() {
        var names = new HashSet<>(inside.keySet());
        names.addAll(beside.keySet());
        return names;
    }

    /** Returns the names whose values may be of a class of the application. Nothing is read or decoded for this. */
    Set<String> namesOfApplication() {
        var names = new HashSet<String>();
        inside.forEach((name, encoded) -> {
            if (!AttributeCodec.isOfJava(encoded.type())) {
                names.add(name);
            }
        });
        beside.forEach((name, part) -> {
            if (!AttributeCodec.isOfJava(part.type())) {
                names.add(name);
            }
        });
        return names;
    }

    /** Returns the value; reads a part on first use. */
    @Nullable
    EncodedAttribute read(String name) {
        var part = beside.get(name);
        return part == null ? inside.get(name) : loaded.computeIfAbsent(name, each -> reader.read(each, part));
    }

    /** Whether an attribute has this value; null for none. Reads nothing, since the digest identifies a part. */
    boolean holds(String name, @Nullable EncodedAttribute value) {
        var known = known(name);
        if (known != null || value == null) {
            return known != null ? known.equals(value) : !beside.containsKey(name);
        }
        var part = beside.get(name);
        return part != null && part.holds(value);
    }

    /** Whether an attribute is the same in both. */
    boolean same(String name, AttributeSnapshot other) {
        var mine = beside.get(name);
        var theirs = other.beside.get(name);
        if (mine != null && theirs != null && !loaded.containsKey(name) && !other.loaded.containsKey(name)) {
            return mine.sameValue(theirs);
        }
        return theirs == null || other.loaded.containsKey(name)
                ? holds(name, other.loaded.getOrDefault(name, other.inside.get(name)))
                : other.holds(name, loaded.getOrDefault(name, inside.get(name)));
    }
}
