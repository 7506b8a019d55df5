package org.vedfolnir.session.document.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.document.attribute.type.BeanNames;
import org.vedfolnir.session.document.json.TooLargeException;

/** A value that is too large is found out long before it is encoded to its end. */
class EncodingLimitTest {

    private static final int LARGEST = 512 << 10;

    private final AttributeCodec codec = new AttributeCodec(AttributeCodec.defaultFilter(), BeanNames.none(), LARGEST);

    @Test
    void stopsEncodingLargeValuesEarly() {
        var text = "0123456789".repeat(1 << 20);
        var lines = new ArrayList<Object>(Collections.nCopies(1 << 10, "0123456789".repeat(1 << 10)));
        for (var huge : List.of(
                text,
                new ArrayList<>(List.of(text)),
                lines,
                new HashMap<>(Map.of("lines", lines)),
                new TreeSet<>(List.of(text)),
                new byte[10 << 20],
                new Object[] {new byte[10 << 20]})) {
            var before = allocated();
            assertThatThrownBy(() -> codec.encode(huge))
                    .as(huge.getClass().getName())
                    .isInstanceOfSatisfying(TooLargeException.class, e -> assertThat(e.atLeast())
                            .isGreaterThan(LARGEST / 4 * 3));

            // a hundred at once are less than 500 MB, even if nothing of it were freed meanwhile
            assertThat(allocated() - before).as(huge.getClass().getName()).isLessThan(5 << 20);
        }
    }

    @Test
    void countsTheLimitInBytesInclusively() {
        assertThat(codec.encode("x".repeat(LARGEST - 2)).json()).hasSize(LARGEST);
        assertThatThrownBy(() -> codec.encode("x".repeat(LARGEST - 1))).isInstanceOf(TooLargeException.class);
        assertThatThrownBy(() -> codec.encode("\u20ac".repeat(LARGEST / 3 + 1))).isInstanceOf(TooLargeException.class);
        assertThat(codec.encode("\u20ac".repeat(LARGEST / 3 - 1)).json()).isNotEmpty();
    }

    @Test
    void encodesEverythingWithoutALimit() {
        var text = "0123456789".repeat(1 << 20);

        assertThat(new AttributeCodec(AttributeCodec.defaultFilter())
                        .encode(text)
                        .json())
                .hasSize(text.length() + 2);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
