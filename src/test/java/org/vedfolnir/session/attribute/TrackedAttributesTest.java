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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.attribute.access.AccessedAttributes;
import org.vedfolnir.session.attribute.access.AttributeSelection;
import org.vedfolnir.session.attribute.policy.InPlaceChangePolicy;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/** A request sends what it changed, and leaves alone what it cannot decode. */
class TrackedAttributesTest {

    private static final EncodedAttribute UNKNOWN = new EncodedAttribute("java", "\"AAAA\"");

    private final AttributeCodec codec = new AttributeCodec(AttributeCodec.defaultFilter());
    private final TrackedAttributes attributes = Tracked.attributes(
            Map.of("text", codec.encode("x"), "list", codec.encode(new ArrayList<>(List.of(1))), "unknown", UNKNOWN),
            codec,
            InPlaceChangePolicy.all());

    @Test
    void findsNoChangeWhenAttributesWereOnlyRead() {
        assertThat(attributes.get("text")).isEqualTo("x");
        assertThat(attributes.get("list")).isEqualTo(List.of(1));
        assertThat(attributes.get("unknown")).isNull();

        assertThat(attributes.changes(AttributeSelection.ALL, false).written()).isEmpty();
        assertThat(attributes.changes(AttributeSelection.ALL, true).written()).isEmpty();
    }

    @Test
    @SuppressWarnings("unchecked")
    void findsChangeWhenValueWasChangedInPlace() {
        ((ArrayList<Object>) Objects.requireNonNull(attributes.get("list"))).add(2);

        assertThat(attributes.changes(AttributeSelection.ALL, false).written()).containsOnlyKeys("list");
    }

    @Test
    @SuppressWarnings("unchecked")
    void findsNoChangeWhenTheSameValueWasWrittenDifferently() {
        // the capacity of this hash table differs from that of a decoded one
        var roomy = new HashMap<String, Object>(1024);
        roomy.put("x", new AtomicInteger(1));
        var read = Tracked.attributes(
                Map.of(
                        "json",
                        new EncodedAttribute(null, "[ 1,\t{\"a\" : \"\\u00fc\"} ]"),
                        "java",
                        codec.encode(roomy)),
                codec,
                InPlaceChangePolicy.all());
        var json = (List<Object>) Objects.requireNonNull(read.get("json"));
        var java = (Map<String, AtomicInteger>) Objects.requireNonNull(read.get("java"));
        assertThat(codec.encode(java)).as("two encodings of the same value").isNotEqualTo(codec.encode(roomy));
        assertThat(read.changes(AttributeSelection.ALL, false).written()).isEmpty();

        json.add(2);
        Objects.requireNonNull(java.get("x")).incrementAndGet();
        assertThat(read.changes(AttributeSelection.ALL, false).written()).containsOnlyKeys("json", "java");
    }

    @Test
    void writesValueSetAsItWasOnlyWhenSomethingElseIsSaved() {
        attributes.map().put("text", "x");
        assertThat(attributes.changes(AttributeSelection.ALL, false).written()).isEmpty();
        assertThat(attributes.changes(AttributeSelection.ALL, true).written()).containsOnlyKeys("text");

        attributes.map().put("other", 1);
        attributes.map().remove("never");
        assertThat(attributes.changes(AttributeSelection.ALL, false).written())
                .containsOnlyKeys("text", "other", "never");
    }

    @Test
    void hidesAttributeWhenItCannotBeDecoded() {
        assertThat(attributes.get("unknown")).isNull();

        assertThat(attributes.map().keySet()).containsExactlyInAnyOrder("text", "list");
        assertThat(attributes.map().containsKey("unknown")).isFalse();
        assertThat(attributes.map().entrySet()).hasSize(2);
    }

    @Test
    void reportsAttributeOnceWhenItCannotBeDecoded() {
        attributes.get("unknown");
        attributes.get("unknown");
        assertThat(attributes.dropped()).containsExactly("unknown");
        var changes = attributes.changes(AttributeSelection.ALL, true);
        assertThat(changes.written()).containsEntry("unknown", UNKNOWN.asDropped());
        assertThat(changes.onlyOver()).containsEntry("unknown", UNKNOWN);
        attributes.rebase(Tracked.document(Map.of("unknown", UNKNOWN.asDropped())), changes, List.of());

        assertThat(attributes.get("unknown")).isNull();
        assertThat(attributes.dropped()).isEmpty();
        assertThat(attributes.changes(AttributeSelection.ALL, false).written()).isEmpty();
    }

    @Test
    void replacesOrRemovesAttributeWhenItCannotBeDecoded() {
        assertThat(attributes.map().put("unknown", "new")).isNull();
        assertThat(attributes.get("unknown")).isEqualTo("new");
        assertThat(attributes.changes(AttributeSelection.ALL, false).written()).containsOnlyKeys("unknown");

        attributes.map().remove("unknown");
        assertThat(attributes.get("unknown")).isNull();
        assertThat(attributes.changes(AttributeSelection.ALL, false).written()).containsEntry("unknown", null);
    }

    @Test
    void readsAttributeAnewWhenAnotherNodeChangedItBeforeTheSave() {
        attributes.get("text");
        attributes.map().put("mine", 1);
        var mine = attributes.changes(AttributeSelection.ALL, false);
        var saved = new LinkedHashMap<String, EncodedAttribute>();
        saved.put("text", codec.encode("another's"));
        mine.written().forEach((name, value) -> saved.put(name, Objects.requireNonNull(value)));
        attributes.rebase(Tracked.document(saved), mine, List.of());

        assertThat(attributes.get("text")).isEqualTo("another's");
        assertThat(attributes.get("mine")).isEqualTo(1);
        assertThat(attributes.map().keySet()).containsExactlyInAnyOrder("text", "mine");
        assertThat(attributes.changes(AttributeSelection.ALL, false).written()).isEmpty();
    }

    @Test
    void keepsValueWhenAnotherRequestSetsTheSameDuringTakeBack() {
        var one = new AccessedAttributes();
        var other = new AccessedAttributes();
        var asking = new AtomicReference<>(one);
        var entered = new ArrayList<AccessedAttributes>();
        var together = Tracked.attributes(Map.of(), codec, InPlaceChangePolicy.all(), asking::get);
        together.map().put("beside", "x");
        together.map().put("slow", new Slow(() -> {
            asking.set(other);
            entered.add(other);
            together.map().put("beside", "x");
        }));

        together.takeBack(AttributeSelection.ALL, one, new AccessedAttributes(), () -> List.copyOf(entered));

        assertThat(together.changes(AttributeSelection.ALL, false).written()).containsOnlyKeys("beside");
    }

    /** Other requests continue while this is serialized. */
    private static final class Slow implements Serializable {

        private static final long serialVersionUID = 1;

        private final transient Runnable meanwhile;

        Slow(Runnable meanwhile) {
            this.meanwhile = meanwhile;
        }

        private void writeObject(ObjectOutputStream out) {
            meanwhile.run();
        }
    }
}
