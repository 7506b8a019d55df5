package org.vedfolnir.session.document;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An attribute's value as JSON, and back as the same type: plain JSON where nothing is lost, a tagged scalar, or a Java-serialized
 * object. Thread-safe.
 */
public final class AttributeCodec {

    private static final String BYTES = "bytes";
    private static final String ENUM = "enum:";

    private final JavaSerialization java;

    /** @param filter what may be deserialized */
    public AttributeCodec(ObjectInputFilter filter) {
        this.java = new JavaSerialization(filter);
    }

    /** Limits on depth, references and size, and none of the classes that are known to run code when they are read. */
    public static ObjectInputFilter defaultFilter() {
        return JavaSerialization.defaultFilter();
    }

    /** Whether a value of this kind can never change: it need not be looked at again when a request ends. */
    public static boolean immutable(Object value) {
        return value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Enum<?>
                || ScalarType.of(value) != null;
    }

    /**
     * Equal values give equal text.
     *
     * @throws NotStorableException when the value, or something in it, is not Serializable
     */
    public EncodedAttribute encode(Object value) {
        var plain = PlainJson.write(value);
        if (plain != null) {
            return new EncodedAttribute(null, plain);
        }
        var scalar = ScalarType.of(value);
        if (scalar != null) {
            return scalar.encode(value);
        }
        if (value instanceof byte[] bytes) {
            return new EncodedAttribute(BYTES, base64(bytes));
        }
        if (value instanceof Enum<?> constant) {
            return new EncodedAttribute(
                    ENUM + constant.getDeclaringClass().getName(), JsonWriter.quoted(constant.name()));
        }
        return new EncodedAttribute(EncodedAttribute.JAVA, base64(java.write(value)));
    }

    private static String base64(byte[] bytes) {
        return '"' + Base64.getEncoder().encodeToString(bytes) + '"';
    }

    /**
     * The value of an attribute.
     *
     * @param webapp the application's class loader
     * @throws UndecodableAttributeException when its class is gone, refused by the filter, or its text is not of its type
     */
    public Object decode(EncodedAttribute attribute, ClassLoader webapp) throws UndecodableAttributeException {
        var type = attribute.type() == null ? "json" : attribute.type();
        try {
            var value = decode(type, attribute.json(), webapp);
            if (value != null) {
                return value;
            }
            throw new IllegalArgumentException("A session attribute is never null.");
        } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError | StackOverflowError e) {
            throw new UndecodableAttributeException(type, e);
        }
    }

    private @Nullable Object decode(String type, String json, ClassLoader webapp)
            throws IOException, ReflectiveOperationException {
        if ("json".equals(type)) {
            return JsonReader.value(json);
        }
        var scalar = ScalarType.tagged(type);
        if (scalar != null) {
            return scalar.decode(json);
        }
        var text = String.valueOf(JsonReader.value(json));
        if (EncodedAttribute.JAVA.equals(type)) {
            return java.read(Base64.getDecoder().decode(text), webapp);
        } else if (BYTES.equals(type)) {
            return Base64.getDecoder().decode(text);
        } else if (type.startsWith(ENUM)) {
            return constant(Class.forName(type.substring(ENUM.length()), false, webapp), text);
        }
        throw new IllegalArgumentException("No attribute type has this tag.");
    }

    /** The class is looked at before it is initialized: a document must not choose what code runs. */
    private static Object constant(Class<?> type, String name) {
        if (!type.isEnum()) {
            throw new IllegalArgumentException("The tag names a class that is no enum.");
        }
        for (var constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("The enum has no such constant.");
    }
}
