package org.vedfolnir.session.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.attribute.access.AttributeSelection;
import org.vedfolnir.session.attribute.policy.InPlaceChangePolicy;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.settings.AttributeNames;

/** Which attributes are compared at the end of a request, and which are not. */
class InPlaceChangePolicyTest {

    private final AttributeCodec codec = new AttributeCodec(AttributeCodec.defaultFilter());

    private TrackedAttributes read(InPlaceChangePolicy watch, Map<String, ?> values) {
        var encoded = new HashMap<String, EncodedAttribute>();
        values.forEach((name, value) -> encoded.put(name, codec.encode(value)));
        var attributes = Tracked.attributes(encoded, codec, watch);
        values.keySet().forEach(attributes::get);
        return attributes;
    }

    @SuppressWarnings("unchecked")
    private static void append(TrackedAttributes attributes, String name) {
        ((List<Object>) Objects.requireNonNull(attributes.get(name))).add("more");
    }

    @Test
    void savesUnwatchedAttributeOnlyWhenItIsSet() {
        var watch = new InPlaceChangePolicy(AttributeNames.parse("cart, report.*"), 1000);
        var attributes =
                read(watch, Map.of("cart", list(1), "report.day", list(1), "report", list(1), "carts", list(1)));
        List.of("cart", "report.day", "report", "carts").forEach(name -> append(attributes, name));
        assertThat(attributes.changes(AttributeSelection.ALL, false).written()).containsOnlyKeys("report", "carts");

        attributes.map().put("cart", Objects.requireNonNull(attributes.get("cart")));
        assertThat(attributes.changes(AttributeSelection.ALL, false).written())
                .containsOnlyKeys("report", "carts", "cart");
    }

    /** The next request decodes a value again if it may have been changed in place without a save. */
    @Test
    void keepsNoDecodedValueWhenItIsNotCompared() {
        var watch = new InPlaceChangePolicy(AttributeNames.parse("cart"), 4000);
        var attributes =
                read(watch, Map.of("cart", list(300), "huge", list(2000), "form", list(300), "small", list(1)));
        assertThat(attributes.decoded()).containsOnlyKeys("form");

        attributes.map().put("other", "set");
        assertThat(attributes.decoded()).as("decoded values for the cache").isEmpty();
    }

    /** These views are large, and MyFaces sets them again after each change. */
    @Test
    void savesViewsOfMyFacesOnlyWhenTheyAreSet() {
        var name = "org.apache.myfaces.application.viewstate.StateCacheServerSide.SERIALIZED_VIEW";
        var attributes = read(InPlaceChangePolicy.all(), Map.of(name, list(1)));
        append(attributes, name);
        assertThat(attributes.changes(AttributeSelection.ALL, false).written()).isEmpty();

        attributes.map().put(name, Objects.requireNonNull(attributes.get(name)));
        assertThat(attributes.changes(AttributeSelection.ALL, false).written()).containsOnlyKeys(name);
    }

    @Test
    void savesLargeAttributeOnlyWhenItIsSet() {
        var attributes = read(
                new InPlaceChangePolicy(new AttributeNames(List.of()), 1000),
                Map.of("small", list(10), "large", list(300)));
        append(attributes, "small");
        append(attributes, "large");
        assertThat(attributes.changes(AttributeSelection.ALL, false).written()).containsOnlyKeys("small");

        attributes.map().put("large", Objects.requireNonNull(attributes.get("large")));
        assertThat(attributes.changes(AttributeSelection.ALL, false).written()).containsOnlyKeys("small", "large");
    }

    private static ArrayList<Object> list(int elements) {
        var list = new ArrayList<Object>();
        for (var i = 0; i < elements; i++) {
            list.add("some text");
        }
        return list;
    }

    record Order(String name, TimeUnit unit, List<Long> lines) implements Serializable {}

    record Counter(AtomicInteger number) implements Serializable {}

    static final AtomicInteger WRITTEN = new AtomicInteger();

    /** Counts how often it is serialized. */
    static final class Heavy implements Serializable {
        private static final long serialVersionUID = 1;

        private void writeObject(ObjectOutputStream out) {
            WRITTEN.incrementAndGet();
        }
    }

    @Test
    void takesOnlyUnchangeableValuesForImmutable() {
        for (var value : List.of(
                "text",
                1,
                TimeUnit.DAYS,
                List.of(1L, "x"),
                Map.of("a", List.of()),
                new Order("x", TimeUnit.DAYS, List.of(1L)))) {
            assertThat(AttributeCodec.immutable(value)).as(value.toString()).isTrue();
        }
        for (var value : List.of(
                new ArrayList<>(),
                new LinkedHashMap<>(),
                List.of(new ArrayList<>()),
                Map.of("a", new int[0]),
                new Order("x", TimeUnit.DAYS, new ArrayList<>()),
                new Counter(new AtomicInteger()),
                new byte[0],
                new Heavy())) {
            assertThat(AttributeCodec.immutable(value)).as(value.toString()).isFalse();
        }
    }

    @Test
    void encodesNoUnwatchedAttributeWhenItWasOnlyRead() {
        var watched = read(InPlaceChangePolicy.all(), Map.of("heavy", new Heavy()));
        var unwatched =
                read(new InPlaceChangePolicy(new AttributeNames(List.of("heavy")), 1000), Map.of("heavy", new Heavy()));
        var before = WRITTEN.get();
        assertThat(watched.changes(AttributeSelection.ALL, false).written()).isEmpty();
        assertThat(WRITTEN.get()).isEqualTo(before + 1);
        assertThat(unwatched.changes(AttributeSelection.ALL, false).written()).isEmpty();
        assertThat(WRITTEN.get()).isEqualTo(before + 1);
    }
}
