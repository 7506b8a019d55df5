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
 * Beans of the application as JSON objects, by JSON-B. Accepts only the classes of an allow-list, whatever a document
 * contains. A bean is stored by its fields, so that state without a getter is not lost. Thread-safe.
 */
public final class JsonBeans {

    static final String BEAN = "bean:";
    /** The maximum nesting depth of a bean in a document. */
    private static final int DEEPEST_PLACE = 66;

    private static final System.Logger LOG = System.getLogger(JsonBeans.class.getName());

    private final BeanNames allowed;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();
    private @Nullable Jsonb binding;

    public JsonBeans(BeanNames allowed) {
        this.allowed = allowed;
    }

    /**
     * Returns the JSON text of a bean; null if its class is not on the list, or if it would not be restored as it was.
     */
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
                logOnce(type, "its JSON nests too deep or contains a number that is too long");
            } else if (json.equals(binding().toJson(copy, type)) && (!hasEquals(type) || value.equals(copy))) {
                return json;
            } else {
                logOnce(type, "the bean that was read back differs from the one that was written");
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            logOnce(type, e.getClass().getName());
        }
        return null;
    }

    private static boolean hasEquals(Class<?> type) throws IllegalStateException {
        try {
            return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Each class has an equals method.", e);
        }
    }

    private void logOnce(Class<?> type, String why) {
        if (logged.add(type.getName())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Beans of {0} are Java-serialized, although jsonBeans lists them: JSON would not restore them"
                            + " ({1}). "
                            + "Give the class a public or protected constructor without parameters and fields of"
                            + " types that JSON-B supports, or remove it from the list.",
                    type.getName(),
                    why);
        }
    }

    /** @throws RuntimeException if the class is not on the list, or the JSON does not fit it */
    Object read(String name, String json, ClassLoader webapp) throws ClassNotFoundException {
        if (!allowed.contains(name)) {
            throw new IllegalArgumentException("The class is not in jsonBeans.");
        }
        var type = Class.forName(name, false, webapp);
        return binding().fromJson(json, type);
    }

    /** Created when the first bean needs it: most applications have none. */
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
