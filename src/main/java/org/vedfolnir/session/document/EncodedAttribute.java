package org.vedfolnir.session.document;

import org.jspecify.annotations.Nullable;

/**
 * One attribute as it lies in the document. Immutable; equal when the text is.
 *
 * @param type the tag of a type that plain JSON would lose; null for plain JSON
 * @param json the value as JSON text
 */
public record EncodedAttribute(@Nullable String type, String json) {

    /** The tag of a Java-serialized object. */
    static final String JAVA = "java";

    /** Whether only Java can read it: a serialized object. */
    public boolean serialized() {
        return JAVA.equals(type);
    }
}
