package org.vedfolnir.session.document.attribute;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An attribute as it is stored in the document. Immutable; equal if the text is.
 *
 * @param type the tag of a type that plain JSON would lose; null for plain JSON
 * @param json the value as JSON text
 * @param same the attribute with which this one shares its object, as long as both have the same text; null if it
 *     shares none
 * @param dropped whether an event has already recorded that a node could not decode it
 */
public record EncodedAttribute(
        @Nullable String type, String json, @Nullable String same, boolean dropped) {

    /** The tag of a Java-serialized object. */
    static final String JAVA = "java";

    /** An attribute that does not share its object. */
    public EncodedAttribute(@Nullable String type, String json) {
        this(type, json, null, false);
    }

    /** Whether only Java can read it: a serialized object. */
    public boolean serialized() {
        return JAVA.equals(type);
    }

    /** Whether it is an integer of at most nine digits whose JSON text is that of its value. */
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

    /** Returns the same attribute, marked as not decodable by a node. */
    public EncodedAttribute asDropped() {
        return new EncodedAttribute(type, json, same, true);
    }

    /** Returns the same attribute, sharing the object of another one; for null, with an object of its own. */
    public EncodedAttribute sharedWith(@Nullable String other) {
        return new EncodedAttribute(type, json, other, dropped);
    }
}
