package org.vedfolnir.session.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.Part;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.TestDocuments;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.document.seal.KeySource;
import org.vedfolnir.session.store.SessionId;

/** A node caches no more documents and bytes than its settings allow. */
class DocumentCacheTest {

    private static final DocumentCodec CODEC = new DocumentCodec(KeySource.of(KeyRing.none()), "/");
    private static final EncodedAttribute LARGE = value(100_000);

    @Test
    void keepsTheDocumentsUsedLastIfItIsFull() {
        var cache = new DocumentCache(3, Long.MAX_VALUE);
        for (var i = 0; i < 3; i++) {
            cache.put(id(i), small(i, 1));
        }
        cache.get(id(0));
        cache.put(id(3), small(3, 1));

        assertThat(cache.get(id(1))).isNull();
        assertThat(cache.get(id(0))).isNotNull();
        assertThat(cache.get(id(2))).isNotNull();
        assertThat(cache.get(id(3))).isNotNull();
    }

    @Test
    void keepsTheNewerVersionUnlessTheStoreHasAnOlderOne() {
        var cache = new DocumentCache(10, Long.MAX_VALUE);
        cache.put(id(0), small(0, 2));
        cache.put(id(0), small(0, 1));
        assertThat(Objects.requireNonNull(cache.get(id(0))).document().version())
                .isEqualTo(2);

        cache.replace(id(0), small(0, 1));
        assertThat(Objects.requireNonNull(cache.get(id(0))).document().version())
                .isEqualTo(1);
    }

    @Test
    void keepsNoMoreBytesThanAllowedWithPartsIncluded() {
        var cache = new DocumentCache(1000, 1_000_000);
        for (var i = 0; i < 50; i++) {
            var part = CODEC.parts().describe(1, value(100_000 + i));
            cache.put(id(i), large(part));
            cache.add(id(i), part, value(100_000 + i));
            assertThat(cache.bytes()).isLessThanOrEqualTo(1_000_000);
        }

        assertThat(cache.get(id(41))).isNotNull();
        assertThat(cache.get(id(40))).isNull();
        cache.put(id(99), large(CODEC.parts().describe(1, value(2_000_000))));
        cache.add(id(99), CODEC.parts().describe(1, value(2_000_000)), value(2_000_000));
        assertThat(cache.get(id(99))).as("a document larger than the cache").isNull();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void removedDocumentTakesNoBytes() {
        var cache = new DocumentCache(1000, 1_000_000);
        for (var i = 0; i < 100; i++) {
            cache.put(id(i), small(i, 1));
            cache.replace(id(i), small(i, 2));
        }
        for (var i = 0; i < 100; i++) {
            cache.remove(id(i));
            cache.remove(id(i));
        }

        assertThat(cache.bytes()).isZero();
    }

    @Test
    void keepsAPartWhileTheDocumentNamesIt() {
        var part = CODEC.parts().describe(1, LARGE);
        var cache = new DocumentCache(10, Long.MAX_VALUE);
        cache.add(id(0), part, LARGE);
        assertThat(cache.get(id(0))).as("a session that is not cached").isNull();

        cache.put(id(0), large(part));
        cache.add(id(0), part, LARGE);
        cache.replace(id(0), large(part));
        assertThat(Objects.requireNonNull(cache.get(id(0))).value(part)).isEqualTo(LARGE);

        cache.replace(id(0), large(CODEC.parts().describe(1, value(5000))));
        assertThat(Objects.requireNonNull(cache.get(id(0))).values()).isEmpty();
    }

    @Test
    void handsOverADecodedValueOnceAndCountsItsBytes() {
        var cache = new DocumentCache(10, Long.MAX_VALUE);
        var decoded = new Object();
        cache.rest(id(0), Map.of("cart", new DecodedValue(LARGE, decoded)));
        assertThat(cache.take(id(0), "cart", LARGE))
                .as("a session that is not cached")
                .isNull();

        cache.put(id(0), small(0, 1));
        var without = cache.bytes();
        cache.rest(id(0), Map.of("cart", new DecodedValue(LARGE, decoded)));
        assertThat(cache.bytes()).isGreaterThan(without + LARGE.json().length());
        assertThat(cache.take(id(0), "cart", LARGE)).isSameAs(decoded);
        assertThat(cache.take(id(0), "cart", LARGE)).isNull();
        assertThat(cache.bytes()).isEqualTo(without);

        cache.rest(id(0), Map.of("cart", new DecodedValue(LARGE, decoded)));
        assertThat(cache.take(id(0), "cart", value(5000))).as("another text").isNull();
        assertThat(cache.bytes()).isEqualTo(without);

        cache.rest(id(0), Map.of("cart", new DecodedValue(LARGE, decoded)));
        cache.remove(id(0));
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void keepsTheNewestDecodedValuesInHalfOfTheBytesAtMost() {
        var cache = new DocumentCache(100, 1_000_000);
        for (var i = 0; i < 20; i++) {
            cache.put(id(i), small(i, 1));
            cache.rest(id(i), Map.of("cart", new DecodedValue(LARGE, i)));
        }

        assertThat(cache.bytes()).isLessThanOrEqualTo(520_000);
        assertThat(IntStream.range(0, 20).filter(i -> cache.get(id(i)) != null))
                .as("documents")
                .hasSize(20);
        assertThat(IntStream.range(0, 20).filter(i -> cache.take(id(i), "cart", LARGE) != null))
                .as("decoded values")
                .containsExactly(18, 19);
        cache.rest(id(0), Map.of("cart", new DecodedValue(value(400_000), "too large")));
        assertThat(cache.take(id(0), "cart", value(400_000))).isNull();
        cache.clear();
        assertThat(cache.bytes()).isZero();
    }

    /** The counted bytes match the heap to a third. Other tests of this process free memory as well, once: the median counts. */
    @Test
    void countsAboutTheBytesThatTheHeapHolds() {
        var taken = LongStream.generate(DocumentCacheTest::bytesOfAFullCache)
                .limit(3)
                .sorted()
                .toArray();

        assertThat(taken[1]).isBetween(20L << 20, 42L << 20);
    }

    private static long bytesOfAFullCache() {
        var cache = new DocumentCache(Integer.MAX_VALUE, 32 << 20);
        for (var i = 0; i < 40_000; i++) {
            cache.put(id(i), small(i, 1));
        }
        assertThat(cache.get(id(0))).as("it is full").isNull();
        assertThat(cache.bytes()).isBetween(31L << 20, 32L << 20);
        var full = heap();
        cache.clear();
        return full - heap();
    }

    private static long heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        var least = Long.MAX_VALUE;
        for (var i = 0; i < 3; i++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static SessionId id(int number) {
        return new SessionId("session-%040d".formatted(number));
    }

    /** Eleven attributes, some 600 bytes as JSON, with objects of their own. */
    private static CachedDocument small(int number, long version) {
        var attributes = new LinkedHashMap<String, EncodedAttribute>();
        for (var i = 0; i < 11; i++) {
            attributes.put(
                    new String("attribute_" + i), new EncodedAttribute(null, "\"value of " + number + "-" + i + '"'));
        }
        return CachedDocument.of(document(version, attributes, Map.of()), marked(number));
    }

    private static CachedDocument large(Part part) {
        return CachedDocument.of(document(1, Map.of(), Map.of("large", part)), marked(0));
    }

    /** The end of a document, from which alone a revision tag is computed. */
    private static byte[] marked(int number) {
        return "\"mark\":\"%011d\"}}".formatted(number).getBytes(StandardCharsets.US_ASCII);
    }

    private static SessionDocument document(
            long version, Map<String, EncodedAttribute> attributes, Map<String, Part> parts) {
        return TestDocuments.withVersion(
                        SessionDocument.begin(0, 60_000, "handle-" + System.nanoTime() + "-1234567890", Instant.now()),
                        version)
                .withAttributes(attributes, parts);
    }

    private static EncodedAttribute value(int length) {
        return new EncodedAttribute(null, '"' + "x".repeat(length) + '"');
    }
}
