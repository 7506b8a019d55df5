package org.vedfolnir.session.document.attribute.serialization;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Set;
import org.vedfolnir.session.document.json.TooLargeException;

/** Java serialization behind a filter, with the application's class loader, at any nesting depth. Thread-safe. */
public final class JavaSerialization {

    private final ObjectInputFilter filter;

    public JavaSerialization(ObjectInputFilter filter) {
        this.filter = filter;
    }

    public static ObjectInputFilter defaultFilter() {
        return GadgetFilter.filter();
    }

    public static ObjectInputFilter filter(String pattern) {
        return new DeserializationFilter(ObjectInputFilter.Config.createFilter(pattern), GadgetFilter.filter());
    }

    /**
     * @param classes of the objects in it
     * @param cyclicKeys whether readability depends on the value and not only on its classes
     */
    public record Serialized(byte[] bytes, Set<Class<?>> classes, boolean cyclicKeys) {}

    /** @param most maximum number of bytes; more throw a {@link TooLargeException} */
    public Serialized write(Object value, int most) {
        var bytes = new BoundedOutputStream(most);
        try {
            return write(value, bytes);
        } catch (StackOverflowError e) {
            return writeDeep(value, most);
        }
    }

    /**
     * Checks whether a value that is too large could be stored if it were smaller. If not, that is the better reason to
     * reject it.
     *
     * @throws NotStorableException if it could not be stored
     */
    public void requireSerializable(Object value) {
        try {
            write(value, OutputStream.nullOutputStream());
        } catch (StackOverflowError | RuntimeException e) {
            if (e instanceof NotStorableException cannot) {
                throw cannot;
            }
        }
    }

    private static Serialized writeDeep(Object value, int most) {
        try {
            return LargeStack.call(LargeStack.TO_WRITE, () -> write(value, new BoundedOutputStream(most)));
        } catch (LargeStack.Busy e) {
            throw new NotStorableException(
                    value, null, "it nests deep, and too many such values are written at" + " once", e);
        } catch (IOException | ClassNotFoundException | StackOverflowError e) {
            throw new NotStorableException(value, null, "it nests too deep", e);
        }
    }

    private static Serialized write(Object value, BoundedOutputStream bytes) {
        var out = write(value, (OutputStream) bytes);
        return new Serialized(bytes.toByteArray(), out.classes(), out.hasCyclicKeys());
    }

    private static InspectingObjectOutputStream write(Object value, OutputStream to) {
        InspectingObjectOutputStream out = null;
        try {
            out = new InspectingObjectOutputStream(to);
            out.writeObject(value);
            out.flush();
            out.requireUnchanged();
            return out;
        } catch (NotSerializableException e) {
            var last = out == null ? value : out.failedAt(value);
            var why = last instanceof Serializable ? " prevents its serialization" : " is not Serializable";
            throw new NotStorableException(
                    value, each -> each == last, last.getClass().getName() + why, e);
        } catch (IOException e) {
            throw new NotStorableException(value, null, e.getClass().getName() + " when it was written", e);
        }
    }

    public Object read(byte[] serialized, ClassLoader webapp) throws IOException, ClassNotFoundException {
        try {
            return readHere(serialized, webapp);
        } catch (StackOverflowError e) {
            return LargeStack.call(LargeStack.TO_READ, () -> readHere(serialized, webapp));
        }
    }

    private Object readHere(byte[] serialized, ClassLoader webapp) throws IOException, ClassNotFoundException {
        try (var in =
                new WebappObjectInputStream(new ByteArrayInputStream(serialized), serialized.length, filter, webapp)) {
            return in.readObject();
        }
    }
}
