package org.vedfolnir.session.document.attribute.type;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to disassemble and rebuild a record class: by its fields, since an accessor may alter the value, and its
 * canonical constructor. Does not initialize the class. Immutable.
 */
record RecordShape(Constructor<?> canonical, List<Component> components) {

    /** Stored with the class itself, so that it is collected with a stopped application. */
    private static final ClassValue<Optional<RecordShape>> KNOWN = new ClassValue<>() {
        @Override
        protected Optional<RecordShape> computeValue(Class<?> type) {
            return inspect(type);
        }
    };

    /**
     * @param bare the type whose JSON needs no tag here, because the component can have no other type; null if it may
     */
    record Component(String name, Field field, @Nullable ScalarType<?> bare) {

        /**
         * Returns the value of a component that the text does not name: as in Java serialization, the default of its
         * type.
         */
        @Nullable
        Object missing() {
            return field.getType().isPrimitive()
                    ? java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(field.getType(), 1), 0)
                    : null;
        }
    }

    /** Returns empty for a class that may not be stored by its components, or to which Java denies access. */
    static Optional<RecordShape> of(Class<?> type) {
        return KNOWN.get(type);
    }

    private static Optional<RecordShape> inspect(Class<?> type) {
        if (!NamedType.isStorable(type) || type.isHidden()) {
            return Optional.empty();
        }
        try {
            var parts = type.getRecordComponents();
            var canonical = type.getDeclaredConstructor(
                    Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
            canonical.setAccessible(true);
            var components = new ArrayList<Component>();
            for (var part : parts) {
                components.add(component(type, part));
            }
            return Optional.of(new RecordShape(canonical, List.copyOf(components)));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    private static Component component(Class<?> type, RecordComponent part) throws NoSuchFieldException {
        var field = type.getDeclaredField(part.getName());
        field.setAccessible(true);
        // a finite Double needs no tag anywhere, so one that is not finite has one
        var bare = field.getType() == double.class || field.getType() == Double.class
                ? null
                : ScalarType.of(boxed(field.getType()));
        return new Component(part.getName(), field, bare);
    }

    private static Class<?> boxed(Class<?> type) {
        return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
    }

    /** Returns the values of the components, in their order. */
    @Nullable
    Object[] values(Object value) {
        var values = new Object[components.size()];
        for (var i = 0; i < values.length; i++) {
            try {
                values[i] = components.get(i).field().get(value);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("A field of a record became inaccessible. Report this.", e);
            }
        }
        return values;
    }

    Object newInstance(@Nullable Object[] values) throws ReflectiveOperationException {
        return canonical.newInstance(values);
    }

    /**
     * Whether the constructor makes an equal record of these values: it may change or reject them, and equals may be
     * arbitrary.
     */
    boolean restores(Object value, @Nullable Object[] values) {
        try {
            return value.equals(newInstance(values));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError | StackOverflowError e) {
            return false;
        }
    }
}
