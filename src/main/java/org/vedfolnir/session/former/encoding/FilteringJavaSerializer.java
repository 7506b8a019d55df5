package org.vedfolnir.session.former.encoding;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;

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
                stream = new WebappStream(input, kryo.getClassLoader());
                stream.setObjectInputFilter(filter);
                kryo.getGraphContext().put(this, stream);
            }
            return stream.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new KryoException(e.getClass().getName() + ": " + e.getMessage(), e);
        }
    }

    /** Resolves classes by the application's loader, regardless of the thread. */
    private static final class WebappStream extends ObjectInputStream {

        private final ClassLoader webapp;

        WebappStream(InputStream in, ClassLoader webapp) throws IOException {
            super(in);
            this.webapp = webapp;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(described.getName(), false, webapp);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(described); // primitives
            }
        }
    }
}
