package org.vedfolnir.session.document.attribute.type;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyVisibilityStrategy;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.parsson.JsonProviderImpl;
import org.eclipse.yasson.JsonBindingProvider;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.json.JsonReader;

/**
 * Beans of the application as JSON objects, by JSON-B: those of an allow-list, and no other, whatever a document says. A bean is stored
 * by its fields, so that nothing is lost that no getter shows. Thread-safe.
 */
public final class JsonBeans {

    static final String BEAN = "bean:";
    /** Where in a document a bean may stand at most. */
    private static final int DEEPEST_PLACE = 66;

    private static final System.Logger LOG = System.getLogger(JsonBeans.class.getName());

    private final BeanNames allowed;
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private @Nullable Jsonb binding;

    public JsonBeans(BeanNames allowed) {
        this.allowed = allowed;
    }

    /** The JSON text of a bean; null when it is not on the list, or would not come back as it was. */
    @Nullable
    String write(Object value) {
        var type = value.getClass();
        if (allowed.isEmpty() || !allowed.contains(type.getName())) {
            return null;
        }
        try {
            var json = binding().toJson(value, type);
            var copy = binding().fromJson(json, type);
            if (!JsonReader.isReadable(json, DEEPEST_PLACE)) {
                sayOnce(type, "its JSON is nested too deep, or has too long a number");
            } else if (json.equals(binding().toJson(copy, type)) && (!hasEquals(type) || value.equals(copy))) {
                return json;
            } else {
                sayOnce(type, "what was read back is not what was written");
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            sayOnce(type, e.getClass().getName());
        }
        return null;
    }

    private static boolean hasEquals(Class<?> type) throws IllegalStateException {
        try {
            return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Each class has equals.", e);
        }
    }

    private void sayOnce(Class<?> type, String why) {
        if (said.add(type.getName())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Beans of {0} are Java-serialized, although jsonBeans lists them: JSON would not give them back ({1}). "
                            + "Give the class a public or protected constructor without parameters and fields of types that JSON-B knows, or take it off the list.",
                    type.getName(),
                    why);
        }
    }

    /** @throws RuntimeException when the class is not on the list, or the JSON is none of its beans */
    Object read(String name, String json, ClassLoader webapp) throws ClassNotFoundException {
        if (!allowed.contains(name)) {
            throw new IllegalArgumentException("The class is not on the list of beans.");
        }
        var type = Class.forName(name, false, webapp);
        return binding().fromJson(json, type);
    }

    /** Made when the first bean needs it: most sites have none. */
    private synchronized Jsonb binding() {
        if (binding == null) {
            binding = new JsonBindingProvider()
                    .create()
                    .withConfig(new JsonbConfig().withNullValues(true).withPropertyVisibilityStrategy(new Fields()))
                    .withProvider(new JsonProviderImpl())
                    .build();
        }
        return binding;
    }

    private static final class Fields implements PropertyVisibilityStrategy {

        @Override
        public boolean isVisible(Field field) {
            return (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0;
        }

        @Override
        public boolean isVisible(Method method) {
            return false;
        }
    }
}
