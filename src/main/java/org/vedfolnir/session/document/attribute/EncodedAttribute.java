package org.vedfolnir.session.document.attribute;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One attribute as it lies in the document. Immutable; equal when the text is.
 *
 * @param type the tag of a type that plain JSON would lose; null for plain JSON
 * @param json the value as JSON text
 * @param same the attribute whose very object this one is, for as long as both have the same text; null when it is its own
 * @param dropped whether it was recorded that a node could not decode it; once is enough
 */
public record EncodedAttribute(
        @Nullable String type, String json, @Nullable String same, boolean dropped) {

    /** The tag of a Java-serialized object. */
    static final String JAVA = "java";

    /** An attribute that shares its object with no other. */
    public EncodedAttribute(@Nullable String type, String json) {
        this(type, json, null, false);
    }

    /** Whether only Java can read it: a serialized object. */
    public boolean serialized() {
        return JAVA.equals(type);
    }

    /** Whether it is a whole number of at most nine digits, whose text as JSON is that of its value. */
    public boolean isSmallNumber() {
        if (json.isEmpty() || json.length() > 9 || type != null && !"long".equals(type)) {
            return false;
        }
        for (var i = 0; i < json.length(); i++) {
            if (json.charAt(i) < '0' || json.charAt(i) > '9') {
                return false;
            }
        }
        return json.length() == 1 || json.charAt(0) != '0';
    }

    /** Whether both have the same text and type, whether or not they share their object. */
    public boolean hasValueOf(EncodedAttribute other) {
        return json.equals(other.json) && Objects.equals(type, other.type);
    }

    /** The same text, which a node could not decode. */
    public EncodedAttribute asDropped() {
        return new EncodedAttribute(type, json, same, true);
    }

    /** The same text, as the object of another attribute; of its own with null. */
    public EncodedAttribute sharedWith(@Nullable String other) {
        return new EncodedAttribute(type, json, other, dropped);
    }
}
