package org.vedfolnir.session.former.encoding;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.util.MapReferenceResolver;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.AttributeCodec;

/**
 * Kryo that asks the filter of Java serialization for each class, whether the bytes name it or a field has its type. Not
 * thread-safe.
 */
final class FilteringKryo extends Kryo {

    /** Null while the constructor of Kryo registers its own types. */
    private final @Nullable ObjectInputFilter filter;

    FilteringKryo(ObjectInputFilter filter) {
        super(new MapReferenceResolver());
        this.filter = filter;
    }

    @Override
    @SuppressWarnings("rawtypes") // as in Kryo
    public Registration getRegistration(Class type) {
        if (filter != null) {
            requireAllowed(filter, type);
        }
        return super.getRegistration(type);
    }

    /** The filter lists classes that Java can read, so that all others are refused: Kryo would make objects of them too. */
    private static void requireAllowed(ObjectInputFilter filter, Class<?> type) {
        var inside = type;
        while (inside.isArray()) {
            inside = inside.getComponentType();
        }
        if (inside.isPrimitive() || inside == Object.class) {
            return;
        }
        if (!Modifier.isAbstract(inside.getModifiers()) && !Serializable.class.isAssignableFrom(inside)) {
            throw new KryoException(inside.getName() + " is not Serializable");
        } else if (AttributeCodec.isRejected(filter, inside)) {
            throw new KryoException(inside.getName() + " is refused by the filter of classes (deserializable)");
        }
    }
}
