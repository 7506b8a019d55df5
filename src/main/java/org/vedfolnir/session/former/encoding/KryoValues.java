package org.vedfolnir.session.former.encoding;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.util.DefaultInstantiatorStrategy;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import org.objenesis.strategy.StdInstantiatorStrategy;

/**
 * Reads values that Redisson's {@code Kryo5Codec} wrote: Kryo with the serializers that the codec sets. Not thread-safe.
 */
public final class KryoValues implements ValueReader {

    /** The parts of names of the JDK's wrappers of collections that the codec serializes with Java. */
    private static final String[] WRAPPERS = {"Unmodifiable", "Synchronized", "Checked"};

    private final FilteringKryo kryo;

    /**
     * @param filter of classes
     * @param webapp the application's class loader
     * @param references whether the codec marks objects that occur more than once ({@code useReferences})
     */
    public KryoValues(ObjectInputFilter filter, ClassLoader webapp, boolean references) {
        kryo = new FilteringKryo(filter);
        kryo.setClassLoader(webapp);
        kryo.setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
        kryo.setRegistrationRequired(false);
        kryo.setReferences(references);
        Arrays.stream(Collections.class.getDeclaredClasses())
                .filter(type -> Arrays.stream(WRAPPERS).anyMatch(type.getName()::contains))
                .forEach(type -> serializeWithJava(type, filter));
        serializeWithJava(EnumMap.class, filter);
        serializeWithJava(Throwable.class, filter);
        serializeWithJava(SocketAddress.class, filter);
        serializeWithJava(InetAddress.class, filter);
    }

    /** Each type has a serializer of its own, since the values of one serializer are one stream. */
    private void serializeWithJava(Class<?> type, ObjectInputFilter filter) {
        kryo.addDefaultSerializer(type, new FilteringJavaSerializer(filter));
    }

    @Override
    public Object read(byte[] value) throws UnreadableValueException {
        var input = new Input(value);
        try {
            var read = kryo.readClassAndObject(input);
            if (read == null || input.available() > 0) {
                throw new KryoException("The value has other bytes than a value of Kryo.");
            }
            return read;
        } catch (KryoException e) {
            throw new UnreadableValueException(firstLine(String.valueOf(e.getMessage())), e);
        } catch (RuntimeException | LinkageError | AssertionError | VirtualMachineError | IOException e) {
            // constructors and readers of any class run here, and bytes of another encoding may mean anything, such as
            // arrays that fit into no memory or objects that are too deep
            throw new UnreadableValueException(e.getClass().getName(), e);
        } finally {
            kryo.reset();
        }
    }

    /** Behind it, Kryo lists the fields that lead to the value. */
    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
