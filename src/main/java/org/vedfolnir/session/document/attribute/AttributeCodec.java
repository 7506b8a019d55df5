package org.vedfolnir.session.document.attribute;

import java.io.ObjectInputFilter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.ConcurrentModificationException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.serialization.JavaSerialization;
import org.vedfolnir.session.document.attribute.serialization.NotStorableException;
import org.vedfolnir.session.document.attribute.type.BeanNames;
import org.vedfolnir.session.document.attribute.type.Immutability;
import org.vedfolnir.session.document.attribute.type.JsonBeans;
import org.vedfolnir.session.document.attribute.type.TypedReader;
import org.vedfolnir.session.document.attribute.type.TypedWriter;
import org.vedfolnir.session.document.json.PlainJson;
import org.vedfolnir.session.document.json.TooLargeException;

/**
 * An attribute's value as JSON, and back as the same type: plain JSON where nothing is lost, JSON with a tag for the types of a
 * closed table, or a Java-serialized object. Thread-safe.
 */
public final class AttributeCodec {

    /** A collection that another thread changes is encoded when that is done; each try takes as long as an encoding. */
    private static final int TRIES = 100;

    private static final int TRIES_AT_ONCE = 20;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    /** A collection that does not notice it itself may throw anything; so may a class of the application, always. */
    private static final int TRIES_OF_OTHERS = 3;

    private final ReadableClasses readable;
    private final JsonBeans beans;
    private final JavaSerialization java;
    private final AttributeDecoder decoder;
    private final int largest;

    /** Without beans. */
    public AttributeCodec(ObjectInputFilter filter) {
        this(filter, BeanNames.none(), 0);
    }

    /** With a bound, without beans. */
    public AttributeCodec(ObjectInputFilter filter, int largest) {
        this(filter, BeanNames.none(), largest);
    }

    /** Without a bound. */
    public AttributeCodec(ObjectInputFilter filter, BeanNames beans) {
        this(filter, beans, 0);
    }

    /**
     * @param filter what may be deserialized, and which enums and records a document may name
     * @param beans what is stored by JSON-B, and no other class is
     * @param largest the most bytes that a value may be encoded in; 0 for any
     */
    public AttributeCodec(ObjectInputFilter filter, BeanNames beans, int largest) {
        this.beans = new JsonBeans(beans);
        this.readable = new ReadableClasses(filter);
        this.largest = largest == 0 ? Integer.MAX_VALUE : largest;
        this.java = new JavaSerialization(filter);
        this.decoder = new AttributeDecoder(filter, this.beans, java);
    }

    /** None of the classes that are known to run code when they are read. */
    public static ObjectInputFilter defaultFilter() {
        return JavaSerialization.defaultFilter();
    }

    /**
     * A filter of the operator's own, in the syntax of {@code jdk.serialFilter}: it goes before what {@link #defaultFilter} refuses.
     *
     * @throws IllegalArgumentException when it is no pattern
     */
    public static ObjectInputFilter filter(String pattern) {
        return pattern.isEmpty() ? defaultFilter() : JavaSerialization.filter(pattern);
    }

    /** Whether a value, and all that is in it, can never change: it need not be looked at again when a request ends. */
    public static boolean immutable(Object value) {
        return Immutability.of(value);
    }

    /**
     * Whether a value of this tag has a class of the JDK, whatever it holds. Does not decode it.
     *
     * @param type the tag of its type; null for plain JSON
     */
    public static boolean isOfJava(@Nullable String type) {
        return type == null || TypedReader.isOfJava(type);
    }

    /**
     * A value as it is to be stored, if it can be read again: of classes that this codec has not read yet it reads the first one back, and each
     * with a hash table inside of one of its own keys.
     *
     * @param webapp the application's class loader
     * @throws NotStorableException when the value, or something in it, is not Serializable, or would not be read again
     * @throws TooLargeException when it takes too many bytes, and could be stored otherwise
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
     * A value as text, whether it can be read again or not. Equal values give equal text.
     *
     * @throws NotStorableException when the value, or something in it, is not Serializable
     * @throws TooLargeException when it takes too many bytes; it is not encoded to its end first
     */
    public EncodedAttribute encode(Object value) {
        return written(value).attribute();
    }

    /**
     * An object as text that only Java reads, whatever it is, if it can be read again.
     *
     * @param webapp the application's class loader
     * @throws NotStorableException when it, or something in it, is not Serializable, or would not be read again
     * @throws TooLargeException when it takes too many bytes
     */
    public String serialize(Object value, ClassLoader webapp) {
        var serialized = java.write(value, largest / 4 * 3);
        var text = base64(serialized.bytes());
        var encoded = written(serialized, text);
        readBackOnce(value, encoded, webapp);
        return text.substring(1, text.length() - 1);
    }

    /**
     * An object from such text.
     *
     * @throws UndecodableAttributeException as for an attribute
     */
    public Object deserialize(String text, ClassLoader webapp) throws UndecodableAttributeException {
        return decode(new EncodedAttribute(EncodedAttribute.JAVA, '"' + text + '"'), webapp);
    }

    /**
     * @param classes that decoding looks up, as far as a filter can refuse them
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

    /** Tries again while another thread changes a collection inside the value. */
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

    /** What is longer in bytes than in characters is found here. */
    private EncodedAttribute measured(EncodedAttribute encoded) {
        if (encoded.json().length() > largest / 3) {
            bounded(encoded.json().getBytes(StandardCharsets.UTF_8).length);
        }
        return encoded;
    }

    /** The most bytes that a value may be encoded in. */
    public int largest() {
        return largest;
    }

    private void bounded(long bytes) {
        if (bytes > largest) {
            throw new TooLargeException(bytes);
        }
    }

    /**
     * Refuses a value that is too large by its length alone, as a long text is, without encoding it.
     *
     * @throws TooLargeException when it is
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
     * The value of an attribute.
     *
     * @param webapp the application's class loader
     * @throws UndecodableAttributeException when its class is gone, refused by the filter, or its text is not of its type
     */
    public Object decode(EncodedAttribute attribute, ClassLoader webapp) throws UndecodableAttributeException {
        return decoder.decode(attribute, webapp);
    }
}
