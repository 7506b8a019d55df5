package org.vedfolnir.session.document.attribute;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.serialization.JavaSerialization;
import org.vedfolnir.session.document.attribute.type.JsonBeans;
import org.vedfolnir.session.document.attribute.type.TypedReader;
import org.vedfolnir.session.document.attribute.type.TypedWriter;
import org.vedfolnir.session.document.json.JsonReader;

/** Decodes the values of attributes in each of the three forms. Thread-safe. */
final class AttributeDecoder {

    private static final Pattern SHOWABLE = Pattern.compile("[\\w.$:]{1,200}");

    private final ObjectInputFilter filter;
    private final JsonBeans beans;
    private final JavaSerialization java;

    AttributeDecoder(ObjectInputFilter filter, JsonBeans beans, JavaSerialization java) {
        this.filter = filter;
        this.beans = beans;
        this.java = java;
    }

    /**
     * @throws UndecodableAttributeException if its class is missing or rejected by the filter, or its text does not fit
     *     its type
     */
    Object decode(EncodedAttribute attribute, ClassLoader webapp) throws UndecodableAttributeException {
        var type = attribute.type() == null ? "json" : attribute.type();
        try {
            var value = decode(type, attribute.json(), webapp);
            if (value != null) {
                return value;
            }
            throw new IllegalArgumentException("A session attribute is never null.");
        } catch (IOException
                | ReflectiveOperationException
                | RuntimeException
                | LinkageError
                | AssertionError
                | StackOverflowError e) {
            throw new UndecodableAttributeException(SHOWABLE.matcher(type).matches() ? type : "not one of ours", e);
        }
    }

    private @Nullable Object decode(String type, String json, ClassLoader webapp)
            throws IOException, ReflectiveOperationException {
        if ("json".equals(type)) {
            return JsonReader.value(json);
        } else if (EncodedAttribute.JAVA.equals(type)) {
            return java.read(Base64.getDecoder().decode(String.valueOf(JsonReader.value(json))), webapp);
        }
        var value = JsonReader.exactValue(json);
        var reader = new TypedReader(webapp, filter, beans);
        return TypedWriter.TYPED.equals(type) ? reader.value(value) : reader.tagged(type, value);
    }
}
