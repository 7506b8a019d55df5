package org.vedfolnir.session.document.attribute.type;

import java.io.ObjectInputFilter;
import java.io.Serializable;

/**
 * Loads the classes that a tag may name: enums, and records that are Serializable, if the filter of Java serialization
 * accepts them. Checks a class before it is initialized: a document must not choose which code runs.
 */
record NamedType(ClassLoader webapp, ObjectInputFilter filter) {

    static final String ENUM = "enum:";
    static final String RECORD = "record:";

    /** @throws IllegalArgumentException if the tag names no class, or one that it may not name */
    Class<?> type(String tag) throws ClassNotFoundException {
        if (tag.startsWith(ENUM)) {
            var type = load(tag.substring(ENUM.length()));
            return checked(type, type.isEnum());
        } else if (tag.startsWith(RECORD)) {
            var type = load(tag.substring(RECORD.length()));
            return checked(type, isStorable(type));
        }
        throw new IllegalArgumentException("No attribute type has this tag.");
    }

    /** Whether it is a record that may leave the process; Java serialization requires the same. */
    static boolean isStorable(Class<?> type) {
        return type.isRecord() && Serializable.class.isAssignableFrom(type);
    }

    private Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name, false, webapp);
    }

    private Class<?> checked(Class<?> type, boolean ofTheKind) {
        if (!ofTheKind) {
            throw new IllegalArgumentException("The tag names a class of another kind.");
        }
        if (ClassQuery.isRejected(filter, type)) {
            throw new IllegalArgumentException("The filter refuses the class that the tag names.");
        }
        return type;
    }
}
