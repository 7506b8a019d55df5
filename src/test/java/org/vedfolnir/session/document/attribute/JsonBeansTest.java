package org.vedfolnir.session.document.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.document.attribute.serialization.NotStorableException;
import org.vedfolnir.session.document.attribute.type.BeanNames;

/** Beans of the list are readable JSON and come back; a class that is not on it is never made by a document. */
class JsonBeansTest {

    private final ClassLoader loader = JsonBeansTest.class.getClassLoader();
    private final AttributeCodec codec = codec(Cart.class, Line.class, Shrinking.class, Lossy.class, Stuck.class);

    private static AttributeCodec codec(Class<?>... listed) {
        var names = new ArrayList<String>();
        for (var each : listed) {
            names.add(each.getName());
        }
        return new AttributeCodec(AttributeCodec.defaultFilter(), new BeanNames(names), 0);
    }

    static class Thing {
        private @Nullable String name;
    }

    /** With private fields and hardly a getter, as many are; not Serializable. */
    public static final class Cart extends Thing {
        private @Nullable Instant since;
        private BigDecimal total = new BigDecimal("1.10");
        private List<Line> lines = new ArrayList<>();
        private @Nullable String emptied = "not empty";
        private transient int sum;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Cart cart
                    && Objects.equals(since, cart.since)
                    && total.equals(cart.total)
                    && lines.equals(cart.lines)
                    && Objects.equals(emptied, cart.emptied)
                    && Objects.equals(((Thing) this).name, ((Thing) cart).name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(since, total, lines);
        }
    }

    public static final class Line {
        private int count;
        private String article = "";

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Line line && count == line.count && article.equals(line.article);
        }

        @Override
        public int hashCode() {
            return Objects.hash(count, article);
        }
    }

    private static Cart cart() {
        var line = new Line();
        line.count = 2;
        line.article = "bread \u00fc \u2028";
        var cart = new Cart();
        ((Thing) cart).name = "ann's";
        cart.since = Instant.parse("2026-11-24T08:00:00.123456789Z");
        cart.emptied = null;
        cart.lines.add(line);
        cart.sum = 7;
        return cart;
    }

    @Test
    void roundTripsAnAllowedBeanAsReadableJson() throws Exception {
        var encoded = codec.encode(cart());

        assertThat(encoded.type()).isEqualTo("bean:" + Cart.class.getName());
        assertThat(encoded.json())
                .contains("\"total\":1.10", "\"name\":\"ann's\"", "\"emptied\":null")
                .doesNotContain("sum");
        assertThat(codec.decode(encoded, loader)).isEqualTo(cart());
    }

    @Test
    void roundTripsNestedBeansWithEveryDigit() throws Exception {
        var values =
                new HashMap<String, Object>(Map.of("carts", new ArrayList<>(List.of(cart(), 1L, 2.5)), "one", cart()));
        var free = cart();
        free.total = new BigDecimal("0.00");
        values.put("free", free);
        var encoded = codec.encode(values);

        assertThat(encoded.type()).isEqualTo("hash_map");
        assertThat(codec.decode(encoded, loader)).isEqualTo(values);
    }

    @Test
    void neitherWritesNorBuildsAClassThatIsNotAllowed() {
        var other = codec(Line.class);

        assertThatThrownBy(() -> other.encode(cart())).isInstanceOf(NotStorableException.class);
        assertThatThrownBy(() -> other.decode(codec.encode(cart()), loader))
                .isInstanceOf(UndecodableAttributeException.class);
        assertThatThrownBy(() -> other.decode(
                        new EncodedAttribute("bean:" + HostileAttributesTest.Canary.class.getName(), "{}"), loader))
                .isInstanceOf(UndecodableAttributeException.class);
        assertThat(HostileAttributesTest.Traces.LEFT).isEmpty();
    }

    @Test
    void serializesABeanWhoseJsonWouldBreakTheDocument() {
        var huge = cart();
        huge.total = new BigDecimal("1".repeat(1000));

        assertThatThrownBy(() -> codec.encode(huge)).isInstanceOf(NotStorableException.class);
    }

    /** Reading it gives another than was written. */
    public static final class Shrinking implements Serializable {
        private static final long serialVersionUID = 1;
        private static final AtomicInteger MADE = new AtomicInteger();
        private final int number = MADE.incrementAndGet();
    }

    /** It knows that JSON has lost something. */
    public static final class Lossy implements Serializable {
        private static final long serialVersionUID = 1;
        private transient String lost = "";

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Lossy lossy && lost.equals(lossy.lost);
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** Has no constructor that JSON-B could call. */
    static final class Stuck implements Serializable {
        private static final long serialVersionUID = 1;
        private final String text;

        Stuck(String text, int ignored) {
            this.text = text;
        }
    }

    @Test
    void serializesABeanThatJsonWouldChange() throws Exception {
        var lossy = new Lossy();
        lossy.lost = "something";

        assertThat(codec.encode(lossy).serialized()).isTrue();
        assertThat(codec.encode(new Stuck("x", 1)).serialized()).isTrue();
        assertThat(((Stuck) codec.decode(codec.encode(new Stuck("x", 1)), loader)).text)
                .isEqualTo("x");
        assertThat(codec.encode(new Shrinking()).serialized()).isTrue();
    }
}
