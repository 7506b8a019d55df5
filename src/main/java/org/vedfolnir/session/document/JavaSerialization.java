package org.vedfolnir.session.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;

/** Java serialization behind a filter, with the application's class loader. Thread-safe. */
final class JavaSerialization {

    /** Frameworks keep whole scopes in one attribute, so the limits are wide; the classes are those of known gadget chains. */
    private static final String LIMITS = "maxdepth=200;maxrefs=1000000;maxbytes=33554432;maxarray=4194304";

    private static final String KNOWN =
            "!org.apache.commons.collections.functors.*;!org.apache.commons.collections4.functors.*;"
                    + "!org.apache.commons.beanutils.**;!org.apache.commons.fileupload.**;!org.codehaus.groovy.runtime.**;"
                    + "!org.apache.xalan.**;!com.sun.org.apache.xalan.**;!com.sun.rowset.**;!java.rmi.**;!sun.rmi.**;"
                    + "!javax.management.**;!javax.naming.**;!com.sun.jndi.**;!bsh.**;!clojure.**;!org.mozilla.javascript.**;"
                    + "!org.python.**;!org.springframework.beans.factory.**;!org.springframework.core.SerializableTypeWrapper*;"
                    + "!org.springframework.aop.**;!com.mchange.**;!com.vaadin.**;!net.sf.json.**;!org.hibernate.engine.spi.TypedValue;"
                    + "!org.apache.wicket.util.upload.**;!com.rometools.**;!com.sun.syndication.**;!java.util.logging.**;"
                    + "!jdk.internal.**;!sun.print.**";

    private final ObjectInputFilter filter;

    JavaSerialization(ObjectInputFilter filter) {
        this.filter = filter;
    }

    static ObjectInputFilter defaultFilter() {
        return ObjectInputFilter.Config.createFilter(LIMITS + ";" + KNOWN);
    }

    static ObjectInputFilter filter(String pattern) {
        return new Deserializable(
                ObjectInputFilter.Config.createFilter(pattern),
                ObjectInputFilter.Config.createFilter(KNOWN),
                ObjectInputFilter.Config.createFilter(LIMITS));
    }

    /** @param most bytes; more are a {@link TooLargeException} */
    byte[] write(Object value, int most) {
        var bytes = new BoundedBytes(most);
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException | StackOverflowError e) {
            throw new NotStorableException(value.getClass(), e);
        }
        return bytes.toByteArray();
    }

    Object read(byte[] serialized, ClassLoader webapp) throws IOException, ClassNotFoundException {
        try (var in = new WebappStream(new ByteArrayInputStream(serialized), webapp)) {
            in.setObjectInputFilter(filter);
            return in.readObject();
        }
    }

    /** Resolves classes by the application's loader, whichever thread reads. */
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

        @Override
        @SuppressWarnings(
                "deprecation") // Proxy.getProxyClass is what java.io itself uses; the stream needs the class, not an
        // instance
        protected Class<?> resolveProxyClass(String[] names) throws ClassNotFoundException {
            var interfaces = new Class<?>[names.length];
            for (var i = 0; i < names.length; i++) {
                interfaces[i] = Class.forName(names[i], false, webapp);
            }
            try {
                return Proxy.getProxyClass(webapp, interfaces);
            } catch (IllegalArgumentException e) {
                throw new ClassNotFoundException("A proxy class of the stream cannot be made here.", e);
            }
        }
    }
}
