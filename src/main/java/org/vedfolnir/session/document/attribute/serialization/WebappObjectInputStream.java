package org.vedfolnir.session.document.attribute.serialization;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects behind a filter. Resolves classes by the application's loader, regardless of the thread. Not thread-safe.
 */
public final class WebappObjectInputStream extends ObjectInputStream {

    private final ClassLoader webapp;

    /**
     * @param bytes the length of the stream, which bounds the arrays that it may claim
     * @param filter of classes
     * @param webapp the application's class loader
     */
    public WebappObjectInputStream(InputStream in, long bytes, ObjectInputFilter filter, ClassLoader webapp)
            throws IOException {
        super(in);
        this.webapp = webapp;
        setObjectInputFilter(new StreamSizeFilter(filter, bytes));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
        try {
            return Class.forName(described.getName(), false, webapp);
        } catch (ClassNotFoundException e) {
            return super.resolveClass(described); // primitives
        }
    }

    @Override
    @SuppressWarnings("deprecation") // java.io itself uses Proxy.getProxyClass; the stream needs the class
    protected Class<?> resolveProxyClass(String[] names) throws ClassNotFoundException {
        var interfaces = new Class<?>[names.length];
        for (var i = 0; i < names.length; i++) {
            interfaces[i] = Class.forName(names[i], false, webapp);
        }
        try {
            return Proxy.getProxyClass(loader(interfaces), interfaces);
        } catch (IllegalArgumentException e) {
            throw new ClassNotFoundException("A proxy class of the stream cannot be created on this node.", e);
        }
    }

    /** The proxy of a non-public interface belongs to the package of that interface, so to its class loader. */
    private @Nullable ClassLoader loader(Class<?>[] interfaces) {
        for (var each : interfaces) {
            if (!Modifier.isPublic(each.getModifiers())) {
                return each.getClassLoader();
            }
        }
        return webapp;
    }
}
