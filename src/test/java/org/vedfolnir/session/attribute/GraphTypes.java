package org.vedfolnir.session.attribute;

import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Classes of an application for the objects of {@link Graphs}: records, beans, enums, and classes with their own serialized form. */
final class GraphTypes {

    private GraphTypes() {}

    /** Serializable, and so on. */
    @FunctionalInterface
    interface Text extends Function<String, String>, Serializable {}

    sealed interface Shape extends Serializable permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(BigDecimal side, @Nullable Object label) implements Shape {}

    record Pair<A, B>(@Nullable A one, @Nullable B other) implements Serializable {}

    enum Plan {
        SMALL,
        LARGE {
            @Override
            String text() {
                return "large";
            }
        };

        String text() {
            return "small";
        }
    }

    /** A bean that may refer to itself. */
    static class Bean implements Serializable {
        private static final long serialVersionUID = 1;

        @Nullable
        Object one;

        @Nullable
        Object other;

        final String name;
        transient @Nullable Object forgotten;

        Bean(String name) {
            this.name = name;
        }
    }

    static final class SpecialBean extends Bean {
        private static final long serialVersionUID = 1;
        private final int[] numbers = {1, 2, 3};
        private final long stamp;

        SpecialBean(String name, long stamp) {
            super(name);
            this.stamp = stamp;
        }
    }

    /** Externalizable. */
    public static final class External implements Externalizable {
        private static final long serialVersionUID = 1;
        String text = "";
        int number;

        @Override
        public void writeExternal(ObjectOutput out) throws java.io.IOException {
            out.writeUTF(text);
            out.writeInt(number);
        }

        @Override
        public void readExternal(ObjectInput in) throws java.io.IOException {
            text = in.readUTF();
            number = in.readInt();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof External same && same.text.equals(text) && same.number == number;
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    /** A singleton of its process. */
    static final class Single implements Serializable {
        private static final long serialVersionUID = 1;
        static final Single ONE = new Single();

        private Object readResolve() {
            return ONE;
        }
    }

    /** Serializes another object in its place. */
    static final class Lazy implements Serializable {
        private static final long serialVersionUID = 1;
        private final String id;
        private transient @Nullable Object loaded = new Object();

        Lazy(String id) {
            this.id = id;
        }

        private Object writeReplace() {
            return new Id(id);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Lazy same && same.id.equals(id);
        }

        @Override
        public int hashCode() {
            return loaded == null ? 0 : id.hashCode();
        }

        private record Id(String id) implements Serializable {
            private Object readResolve() {
                return new Lazy(id);
            }
        }
    }

    interface Greeter {
        String greet(String name);
    }

    static final class Handler implements InvocationHandler, Serializable {
        private static final long serialVersionUID = 1;
        private final String text;

        Handler(String text) {
            this.text = text;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
            return switch (method.getName()) {
                case "greet", "toString" -> text;
                case "hashCode" -> text.hashCode();
                default ->
                    arguments != null
                            && arguments[0] != null
                            && Proxy.isProxyClass(arguments[0].getClass())
                            && arguments[0].toString().equals(text);
            };
        }
    }

    /** Orders by length, longest first, then by the alphabet. */
    static final class ByLength implements Comparator<String>, Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public int compare(String one, String other) {
            return one.length() == other.length() ? one.compareTo(other) : other.length() - one.length();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ByLength;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    static final class Incident extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final @Nullable Object detail;

        Incident(String message, @Nullable Throwable cause, @Nullable Object detail) {
            super(message, cause);
            this.detail = detail;
        }

        @Nullable
        Object detail() {
            return detail;
        }
    }
}
