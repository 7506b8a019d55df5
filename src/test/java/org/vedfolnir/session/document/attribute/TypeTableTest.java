package org.vedfolnir.session.document.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever is in the table comes back: the same, of the same kind down to the last value inside, and as the same text again. */
class TypeTableTest {

    private static final int VALUES = 10_000;

    private final AttributeCodec codec = new AttributeCodec(AttributeCodec.defaultFilter());
    private final ClassLoader loader = TypeTableTest.class.getClassLoader();

    @Test
    void roundTripsEveryTypeOfTheTableAsReadableJson() throws Exception {
        var values = new RandomValues(20261124);
        var serialized = 0;
        for (var i = 0; i < VALUES; i++) {
            var value = values.value(3);
            var encoded = codec.encode(value);
            var read = codec.decode(encoded, loader);

            assertThat(read).isEqualTo(value);
            assertThat(shape(read)).isEqualTo(shape(value));
            assertThat(encoded.serialized() || codec.encode(read).equals(encoded))
                    .as("the same text again")
                    .isTrue();
            assertThat(AttributeCodec.immutable(read)).isEqualTo(AttributeCodec.immutable(value));
            serialized += encoded.serialized() ? 1 : 0;
        }
        // a few locales of the JDK have no language tag that gives them back
        assertThat(serialized).isLessThan(VALUES / 100);
    }

    /** The classes of a value and of all inside it; the two classes of each immutable collection count as one. */
    private static String shape(@Nullable Object value) {
        if (value == null) {
            return "null";
        } else if (value instanceof Map<?, ?> map) {
            return kind(value) + shapes(map.keySet()) + shapes(map.values());
        } else if (value instanceof Collection<?> collection) {
            return kind(value) + shapes(collection);
        } else if (value instanceof RandomValues.Pair pair) {
            return "pair" + shape(pair.left()) + shape(pair.right());
        } else if (value instanceof RandomValues.Order order) {
            return "order" + shape(order.lines());
        }
        return value.getClass().getName();
    }

    private static List<String> shapes(Collection<?> values) {
        return values.stream().map(TypeTableTest::shape).sorted().toList();
    }

    private static String kind(Object value) {
        return value.getClass().getName().replaceFirst("(List|Set|Map)(12|N|1)$", "$1");
    }

    @Test
    void rejectsDamagedTextWithTheOneDeclaredException() {
        var random = new Random(20261124);
        var values = new RandomValues(20261125);
        var refused = 0;
        for (var i = 0; i < VALUES; i++) {
            var encoded = codec.encode(values.value(2));
            var damaged = new EncodedAttribute(encoded.type(), damaged(encoded.json(), random));
            refused += isRefused(damaged) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(VALUES / 4);
    }

    private boolean isRefused(EncodedAttribute attribute) {
        try {
            codec.decode(attribute, loader);
            return false;
        } catch (UndecodableAttributeException e) {
            return true;
        }
    }

    private static String damaged(String json, Random random) {
        var text = new StringBuilder(json);
        var at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
            case 0 -> text.setCharAt(at, "\"@{}[]:,0x-".charAt(random.nextInt(11)));
            case 1 -> text.deleteCharAt(at);
            default -> text.insert(at, text.substring(random.nextInt(text.length())));
        }
        return text.toString();
    }
}
