package org.vedfolnir.session.former.encoding;

import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.UndecodableAttributeException;

/**
 * Values in the encoding of Java serialization, read as this manager reads its own. Immutable.
 *
 * @param webapp returns the application's class loader
 */
public record JavaValues(AttributeCodec codec, Supplier<ClassLoader> webapp) implements ValueReader {

    /** Whether bytes begin as each serialized object does (Java Object Serialization Specification §6.4.2). */
    public static boolean isSerialized(byte @Nullable [] value) {
        return value != null
                && value.length > 4
                && value[0] == (byte) 0xac
                && value[1] == (byte) 0xed
                && value[2] == 0
                && value[3] == 5;
    }

    @Override
    public Object read(byte[] value) throws UnreadableValueException {
        try {
            return codec.deserialize(Base64.getEncoder().encodeToString(value), webapp.get());
        } catch (UndecodableAttributeException e) {
            throw new UnreadableValueException(String.valueOf(e.getMessage()), e);
        }
    }
}
