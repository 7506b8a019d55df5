package org.vedfolnir.session.former.encoding;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import org.vedfolnir.session.document.attribute.AttributeCodec;

/** Reads objects that Kryo's {@code JavaSerializer} wrote inside of a value, behind the filter of classes. Not thread-safe. */
final class FilteringJavaSerializer extends Serializer<Object> {

    private final ObjectInputFilter filter;

    FilteringJavaSerializer(ObjectInputFilter filter) {
        this.filter = filter;
    }

    @Override
    public void write(Kryo kryo, Output output, Object value) {
        throw new UnsupportedOperationException("Sessions of other managers are only read.");
    }

    @Override
    @SuppressWarnings("unchecked") // Kryo keeps what belongs to one value in a map of any objects
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        try {
            var stream = (ObjectInputStream) kryo.getGraphContext().get(this);
            if (stream == null) {
                stream = AttributeCodec.open(input, input.limit() - input.position(), filter, kryo.getClassLoader());
                kryo.getGraphContext().put(this, stream);
            }
            return stream.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new KryoException(e.getClass().getName() + ": " + e.getMessage(), e);
        }
    }
}
