package org.vedfolnir.session.registry.listing;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.ObjectStreamConstants;
import java.io.Serializable;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.AttributeFactory;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/**
 * What an operator sees of a value that is not decoded. Serializable, as what it stands for: PSI Probe shows a session
 * with any other object as one that cannot be stored. Immutable.
 */
record AttributeSummary(String text) implements Serializable {

    private static final int LONGEST = 1000;
    /** In characters of Base64: enough for any usual name of a class. */
    private static final int HEAD = 400;

    /**
     * Returns the value itself if it is a text, a number, a truth value, or another single value of the JDK; else a summary; null if
     * there is no such attribute.
     */
    static @Nullable Object of(SessionDocument document, String name, AttributeFactory values) {
        var part = document.parts().get(name);
        if (part != null) {
            return new AttributeSummary(describe(part.type(), part.size()) + ", stored beside the session");
        }
        var encoded = document.attributes().get(name);
        if (encoded == null) {
            return null;
        } else if (isSingle(encoded)) {
            return values.track(document).get(name);
        } else if (encoded.serialized()) {
            return new AttributeSummary(className(encoded.json()) + ", serialized, "
                    + bytes(encoded.json().length()));
        }
        return new AttributeSummary(shortened(encoded.json()));
    }

    private static boolean isSingle(EncodedAttribute value) {
        return AttributeCodec.isOfJava(value.type())
                && !value.serialized()
                && !value.json().startsWith("[")
                && !value.json().startsWith("{");
    }

    private static String describe(@Nullable String type, int size) {
        return (type == null ? "JSON" : type) + ", " + bytes(size);
    }

    private static String bytes(int count) {
        return String.format("%,d bytes", count);
    }

    private static String shortened(String json) {
        return json.length() <= LONGEST
                ? json
                : json.substring(0, LONGEST) + "… (" + String.format("%,d characters", json.length()) + ")";
    }

    /** Reads the name of the class from the beginning of a serialized object. */
    private static String className(String json) {
        var end = Math.min(json.length() - 1, 1 + HEAD);
        var head = json.substring(Math.min(1, end), end);
        try (var in = new DataInputStream(new ByteArrayInputStream(
                Base64.getDecoder().decode(head.substring(0, head.length() - head.length() % 4))))) {
            in.readInt(); // magic number and version of the stream
            in.readByte(); // object, array or enum
            return in.readByte() == ObjectStreamConstants.TC_CLASSDESC ? in.readUTF() : "object";
        } catch (IOException | IllegalArgumentException e) {
            return "object";
        }
    }

    /** Returns the text that the page of the console shows. */
    @Override
    public String toString() {
        return text;
    }
}
