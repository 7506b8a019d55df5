package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.type.BeanNames;

/** The JSON-B inside the manager's jar works under its relocated name, without any other library. */
class BeansInTheJarIT {

    /** A bean of an application. */
    public static final class Bean {
        private int number = 7;
        private List<String> words = List.of("a", "b");
    }

    @Test
    void roundTripsABeanAsJson() throws Exception {
        var urls = new URL[] {
            Path.of("target", "vedfolnir-session-manager.jar").toUri().toURL(),
            Path.of("target", "test-classes").toUri().toURL()
        };
        try (var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            var bean = loader.loadClass(Bean.class.getName());
            var names = loader.loadClass(BeanNames.class.getName());
            var codecClass = loader.loadClass(AttributeCodec.class.getName());
            var codec = codecClass
                    .getConstructor(java.io.ObjectInputFilter.class, names, int.class)
                    .newInstance(
                            codecClass.getMethod("defaultFilter").invoke(null),
                            names.getMethod("parse", String.class).invoke(null, Bean.class.getName()),
                            0);

            var encoded = codecClass
                    .getMethod("encode", Object.class)
                    .invoke(codec, bean.getConstructor().newInstance());
            assertThat(fact(encoded, "type")).isEqualTo("bean:" + Bean.class.getName());
            assertThat(fact(encoded, "json")).isEqualTo("{\"number\":7,\"words\":[\"a\",\"b\"]}");

            var read = codecClass
                    .getMethod("decode", encoded.getClass(), ClassLoader.class)
                    .invoke(codec, encoded, loader);
            assertThat(read).isInstanceOf(bean);
        }
    }

    private static @Nullable Object fact(Object record, String name) throws ReflectiveOperationException {
        return record.getClass().getMethod(name).invoke(record);
    }
}
