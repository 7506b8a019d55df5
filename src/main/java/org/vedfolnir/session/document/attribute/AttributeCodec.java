package org.vedfolnir.session.document.attribute;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.ConcurrentModificationException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.serialization.JavaSerialization;
import org.vedfolnir.session.document.attribute.serialization.NotStorableException;
import org.vedfolnir.session.document.attribute.serialization.WebappObjectInputStream;
import org.vedfolnir.session.document.attribute.type.BeanNames;
import org.vedfolnir.session.document.attribute.type.ClassQuery;
import org.vedfolnir.session.document.attribute.type.Immutability;
import org.vedfolnir.session.document.attribute.type.JsonBeans;
import org.vedfolnir.session.document.attribute.type.TypedReader;
import org.vedfolnir.session.document.attribute.type.TypedWriter;
import org.vedfolnir.session.document.json.PlainJson;
import org.vedfolnir.session.document.json.TooLargeException;

/**
 * Encodes the value of an attribute as JSON, and decodes it to the same type: plain JSON if nothing is lost, JSON with
 * a tag for the types of a closed table, or a Java-serialized object. Thread-safe.
 */
public final class AttributeCodec {

    /** Retries while another thread changes a collection in the value; each try takes as long as an encoding. */
    private static final int TRIES = 100;

    private static final int TRIES_AT_ONCE = 20;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    /**
     * A collection that does not detect concurrent changes may throw anything; so may a class of the application, each
     * time.
     */
    private static final int TRIES_OF_OTHERS = 3;

    private final ReadableClasses readable;
    private final JsonBeans beans;
    private final JavaSerialization java;
    private final AttributeDecoder decoder;
    private final int largest;

    /** Without beans and without a limit. */
    public AttributeCodec(ObjectInputFilter filter) {
        this(filter, BeanNames.none(), 0);
    }

    /**
     * @param filter decides what may be deserialized, and which enums and records a document may name
     * @param beans the classes that are stored by JSON-B
     * @param largest the maximum number of bytes of an encoded value; 0 for no limit
     */
    public AttributeCodec(ObjectInputFilter filter, BeanNames beans, int largest) {
        this.beans = new JsonBeans(beans);
        this.readable = new ReadableClasses(filter);
        this.largest = largest == 0 ? Integer.MAX_VALUE : largest;
        this.java = new JavaSerialization(filter);
        this.decoder = new AttributeDecoder(filter, this.beans, java);
    }

    /** Returns a filter that rejects the classes that are known to run code when they are read. */
    public static ObjectInputFilter defaultFilter() {
        return JavaSerialization.defaultFilter();
    }

    /**
     * Returns a filter with the operator's pattern, in the syntax of {@code jdk.serialFilter}, which precedes
     * {@link #defaultFilter}.
     *
     * @throws IllegalArgumentException if it is not a pattern
     */
    public static ObjectInputFilter filter(String pattern) {
        return pattern.isEmpty() ? defaultFilter() : JavaSerialization.filter(pattern);
    }

    /** Whether the filter refuses a class, wherever it occurs. */
    public static boolean isRejected(ObjectInputFilter filter, Class<?> type) {
        return ClassQuery.isRejected(filter, type);
    }

    /**
     * Opens Java-serialized objects for reading as a codec reads them.
     *
     * @param bytes the length of the stream, which bounds the arrays that it may claim
     * @param webapp the application's class loader
     */
    public static ObjectInputStream open(InputStream in, long bytes, ObjectInputFilter filter, ClassLoader webapp)
            throws IOException {
        return new WebappObjectInputStream(in, bytes, filter, webapp);
    }

    /**
     * Whether a value and everything in it can never change, so that it need not be encoded again when a request ends.
     */
    public static boolean immutable(Object value) {
        return Immutability.of(value);
    }

    /**
     * Whether a value with this tag has a class of the JDK, whatever it contains. Does not decode it.
     *
     * @param type the tag of its type; null for plain JSON
     */
    public static boolean isOfJava(@Nullable String type) {
        return type == null || TypedReader.isOfJava(type);
    }

    /**
     * Encodes a value that can be decoded again. To verify that, decodes the first value of each class, and each value
     * with a hash table inside of one of its own keys.
     *
     * @param webapp the application's class loader
     * @throws NotStorableException if the value, or something in it, is not Serializable or could not be decoded
     * @throws TooLargeException if it takes too many bytes and could otherwise be stored
     */
    public EncodedAttribute encode(Object value, ClassLoader webapp) {
        var encoded = written(value);
        readBackOnce(value, encoded, webapp);
        return encoded.attribute();
    }

    private void readBackOnce(Object value, Written encoded, ClassLoader webapp) {
        if (encoded.cyclicKeys() || !readable.containAll(encoded.classes())) {
            readBack(value, encoded, webapp);
        }
    }

    private void readBack(Object value, Written encoded, ClassLoader webapp) {
        try {
            decode(encoded.attribute(), webapp);
            readable.add(encoded.classes());
        } catch (UndecodableAttributeException e) {
            throw readable.refusedOf(encoded.classes())
                    .map(refused -> new NotStorableException(
                            value,
                            each -> each.getClass() == refused,
                            refused.getName() + " is refused by the filter of classes (deserializable)",
                            e))
                    .orElseGet(() ->
                            new NotStorableException(value, null, "it would not be read again: " + e.reason(), e));
        }
    }

    /**
     * Encodes a value, whether it can be decoded again or not. Equal values give equal text.
     *
     * @throws NotStorableException if the value, or something in it, is not Serializable
     * @throws TooLargeException if it takes too many bytes; encoding stops at the limit
     */
    public EncodedAttribute encode(Object value) {
        return written(value).attribute();
    }

    /**
     * Serializes any object, as text that only Java reads, if it can be read again.
     *
     * @param webapp the application's class loader
     * @throws NotStorableException if it, or something in it, is not Serializable or could not be read again
     * @throws TooLargeException if it takes too many bytes
     */
    public String serialize(Object value, ClassLoader webapp) {
        var serialized = java.write(value, largest / 4 * 3);
        var text = base64(serialized.bytes());
        var encoded = written(serialized, text);
        readBackOnce(value, encoded, webapp);
        return text.substring(1, text.length() - 1);
    }

    /**
     * Deserializes an object from such text.
     *
     * @throws UndecodableAttributeException as for an attribute
     */
    public Object deserialize(String text, ClassLoader webapp) throws UndecodableAttributeException {
        return decode(new EncodedAttribute(EncodedAttribute.JAVA, '"' + text + '"'), webapp);
    }

    /**
     * @param classes the classes that decoding loads, as far as a filter can reject them
     * @param cyclicKeys whether another value of these classes may fail to decode although this one does not
     */
    private record Written(EncodedAttribute attribute, Set<Class<?>> classes, boolean cyclicKeys) {

        Written(EncodedAttribute attribute, Set<Class<?>> classes) {
            this(attribute, classes, false);
        }
    }

    private static Written written(JavaSerialization.Serialized serialized, String text) {
        return new Written(
                new EncodedAttribute(EncodedAttribute.JAVA, text), serialized.classes(), serialized.cyclicKeys());
    }

    /** Retries while another thread changes a collection inside the value. */
    private Written written(Object value) {
        for (var tries = 1; ; tries++) {
            try {
                return writtenOnce(value);
            } catch (TooLargeException e) {
                java.requireSerializable(value);
                throw e;
            } catch (NotStorableException e) {
                throw e;
            } catch (RuntimeException | LinkageError e) {
                if (tries == (e instanceof ConcurrentModificationException ? TRIES : TRIES_OF_OTHERS)) {
                    throw new NotStorableException(value, null, e.getClass().getName() + " when it was written", e);
                }
                pause(tries);
            }
        }
    }

    private static void pause(int tries) {
        if (tries < TRIES_AT_ONCE) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(PAUSE);
        }
    }

    private Written writtenOnce(Object value) {
        var plain = PlainJson.write(value, largest);
        if (plain != null) {
            return new Written(measured(new EncodedAttribute(null, plain)), Set.of());
        }
        var typed = TypedWriter.write(value, beans, largest);
        if (typed != null) {
            return new Written(measured(new EncodedAttribute(typed.tag(), typed.json())), typed.named());
        }
        var serialized = java.write(value, largest / 4 * 3);
        return written(serialized, base64(serialized.bytes()));
    }

    /** Checks the size in bytes of a text that is within the limit in characters. */
    private EncodedAttribute measured(EncodedAttribute encoded) {
        if (encoded.json().length() > largest / 3) {
            bounded(encoded.json().getBytes(StandardCharsets.UTF_8).length);
        }
        return encoded;
    }

    /** Returns the maximum number of bytes of an encoded value. */
    public int largest() {
        return largest;
    }

    private void bounded(long bytes) {
        if (bytes > largest) {
            throw new TooLargeException(bytes);
        }
    }

    /**
     * Rejects a value whose length alone shows that it is too large, for example a long text, without encoding it.
     *
     * @throws TooLargeException if it is too large
     */
    public void requireFits(Object value) {
        if (value instanceof CharSequence text) {
            bounded(text.length());
        } else if (value instanceof byte[] bytes) {
            bounded(bytes.length * 4L / 3);
        }
    }

    private static String base64(byte[] bytes) {
        return '"' + Base64.getEncoder().encodeToString(bytes) + '"';
    }

    /**
     * Decodes the value of an attribute.
     *
     * @param webapp the application's class loader
     * @throws UndecodableAttributeException if its class is missing or rejected by the filter, or its text does not fit
     *     its type
     */
    public Object decode(EncodedAttribute attribute, ClassLoader webapp) throws UndecodableAttributeException {
        return decoder.decode(attribute, webapp);
    }
}
