package org.vedfolnir.session.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.attribute.access.AttributeSelection;
import org.vedfolnir.session.attribute.policy.InPlaceChangePolicy;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.TestDocuments;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.engine.SessionChange;
import org.vedfolnir.session.store.SessionId;

/** One object under two names stays one object, and neither name depends on the other in any race of requests. */
class SharedObjectsTest {

    private static final SessionId ID = new SessionId("A".repeat(64));

    private final AttributeCodec codec = new AttributeCodec(AttributeCodec.defaultFilter());
    private SessionDocument stored = TestDocuments.withVersion(SessionDocument.begin(0, 0, "handle", Instant.EPOCH), 1);

    /** One request: its attributes, and its save, merged into the stored document. */
    private final class OneRequest {

        private final TrackedAttributes attributes =
                Tracked.attributes(stored.attributes(), codec, InPlaceChangePolicy.all());

        @SuppressWarnings("unchecked")
        List<Object> list(String name) {
            return (List<Object>) Objects.requireNonNull(attributes.get(name));
        }

        @Nullable
        Object get(String name) {
            return attributes.get(name);
        }

        void set(String name, Object value) {
            attributes.map().put(name, value);
        }

        void remove(String name) {
            attributes.map().remove(name);
        }

        void save() {
            var changes = attributes.changes(AttributeSelection.ALL, false);
            stored = new SessionChange(
                            ID,
                            null,
                            changes.written(),
                            changes.onlyOver(),
                            null,
                            false,
                            null,
                            false,
                            null,
                            null,
                            List.of())
                    .over(stored, Instant.EPOCH);
            attributes.rebase(stored, changes, List.of());
        }

        boolean changesNothing() {
            return attributes.changes(AttributeSelection.ALL, false).written().isEmpty();
        }
    }

    private OneRequest sharing(String... names) {
        var request = new OneRequest();
        var list = new ArrayList<Object>(List.of("x"));
        for (var name : names) {
            request.set(name, list);
        }
        request.save();
        return request;
    }

    @Test
    void keepsOneObjectWhenItHasTwoNames() {
        sharing("a", "b");
        var next = new OneRequest();

        assertThat(next.get("b")).isSameAs(next.get("a")).isEqualTo(List.of("x"));
        assertThat(next.changesNothing()).isTrue();
    }

    @Test
    void keepsEqualObjectsApartWhenTheyAreTwo() {
        var first = new OneRequest();
        first.set("a", new ArrayList<>(List.of("x")));
        first.set("b", new ArrayList<>(List.of("x")));
        first.save();
        var next = new OneRequest();

        assertThat(next.get("a")).isEqualTo(next.get("b")).isNotSameAs(next.get("b"));
    }

    @Test
    void changesBothNamesWhenOneIsChangedInPlace() {
        sharing("a", "b");
        var second = new OneRequest();
        second.list("b").add("y");
        second.save();
        var third = new OneRequest();

        assertThat(third.get("a")).isEqualTo(List.of("x", "y")).isSameAs(third.get("b"));
    }

    @Test
    void sharesObjectWhenItGetsItsSecondNameLater() {
        sharing("b");
        var second = new OneRequest();
        second.set("a", second.list("b"));
        second.save();
        var third = new OneRequest();

        assertThat(third.get("a")).isSameAs(third.get("b"));
    }

    @Test
    void keepsOtherNamesWhenOneIsReplacedOrRemoved() {
        for (var gone : List.of("a", "b", "c")) {
            sharing("a", "b", "c");
            var second = new OneRequest();
            second.remove(gone);
            second.save();
            var third = new OneRequest();
            var left = new ArrayList<>(List.of("a", "b", "c"));
            left.remove(gone);

            assertThat(third.get(gone)).isNull();
            assertThat(third.get(left.get(0))).isSameAs(third.get(left.get(1))).isEqualTo(List.of("x"));
            third.set(gone, new ArrayList<>(List.of("x")));
            third.save();
            var fourth = new OneRequest();
            assertThat(fourth.get(gone)).isNotSameAs(fourth.get(left.get(0))).isEqualTo(List.of("x"));
            assertThat(fourth.get(left.get(0))).isSameAs(fourth.get(left.get(1)));
        }
    }

    @Test
    void separatesNameWhenAnEqualObjectReplacesTheSharedOne() {
        sharing("a", "b");
        var second = new OneRequest();
        second.set("a", new ArrayList<>(List.of("x")));
        second.save();
        var third = new OneRequest();

        assertThat(third.get("a")).isEqualTo(third.get("b")).isNotSameAs(third.get("b"));
    }

    @Test
    void keepsBothChangesWhenOneNameIsReplacedAndTheOtherChangedInPlace() {
        for (var replacerFirst : List.of(true, false)) {
            for (var replaced : List.of("a", "b")) {
                sharing("a", "b");
                var other = "a".equals(replaced) ? "b" : "a";
                var replacer = new OneRequest();
                var changer = new OneRequest();
                replacer.set(replaced, "new");
                changer.list(other).add("y");
                inOrder(replacerFirst, replacer, changer);
                var next = new OneRequest();

                assertThat(next.get(replaced)).isEqualTo("new");
                assertThat(next.get(other)).isEqualTo(List.of("x", "y"));
            }
        }
    }

    @Test
    void keepsBothChangesWhenAnObjectIsSharedAndReplaced() {
        for (var sharerFirst : List.of(true, false)) {
            sharing("a");
            var sharer = new OneRequest();
            var replacer = new OneRequest();
            sharer.set("b", sharer.list("a"));
            replacer.set("a", new ArrayList<>(List.of("new")));
            inOrder(sharerFirst, sharer, replacer);
            var next = new OneRequest();

            assertThat(next.get("a")).isEqualTo(List.of("new"));
            assertThat(next.get("b")).isEqualTo(List.of("x"));
        }
    }

    @Test
    void keepsOtherNamesWhenOneIsRemovedAndAnotherRead() {
        sharing("a", "b");
        var remover = new OneRequest();
        var reader = new OneRequest();
        remover.remove("a");
        reader.list("b");
        reader.set("c", 1);
        inOrder(true, remover, reader);
        var next = new OneRequest();

        assertThat(next.get("a")).isNull();
        assertThat(next.get("b")).isEqualTo(List.of("x"));
        assertThat(next.get("c")).isEqualTo(1);
    }

    private static void inOrder(boolean firstFirst, OneRequest first, OneRequest second) {
        (firstFirst ? first : second).save();
        (firstFirst ? second : first).save();
    }

    @Test
    void storesImmutableValueTwiceWhenItHasTwoNames() {
        var first = new OneRequest();
        first.set("a", "text");
        first.set("b", first.get("a") + "");
        first.set("c", Objects.requireNonNull(first.get("a")));
        first.save();

        assertThat(stored.attributes().values())
                .extracting(EncodedAttribute::same)
                .containsOnlyNulls();
    }

    @Test
    void leavesNoNameWithoutAValueThatWasSetWhenManyRequestsRace() {
        var random = new Random(20261124);
        var names = List.of("a", "b", "c", "d");
        for (var round = 0; round < 2_000; round++) {
            var before = new OneRequest();
            var one = new OneRequest();
            var two = new OneRequest();
            var expected = new HashMap<String, Object>();
            names.forEach(name -> {
                var value = before.get(name);
                if (value != null) {
                    expected.put(name, String.valueOf(value));
                }
            });
            // each request uses names of its own; sharing still connects them
            act(one, names, names.subList(0, 2), random, expected);
            act(two, names, names.subList(2, 4), random, expected);
            inOrder(random.nextBoolean(), one, two);
            var after = new OneRequest();
            for (var name : names) {
                assertThat(after.get(name) == null ? null : String.valueOf(after.get(name)))
                        .as("round " + round + ", " + name)
                        .isEqualTo(expected.get(name));
            }
        }
    }

    /** Replaces, removes or shares attributes, and expects exactly its own changes. */
    private static void act(
            OneRequest request, List<String> all, List<String> names, Random random, Map<String, Object> expected) {
        for (var name : names) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    var fresh = new ArrayList<Object>(List.of(random.nextInt(3)));
                    request.set(name, fresh);
                    expected.put(name, String.valueOf(fresh));
                }
                case 1 -> {
                    request.remove(name);
                    expected.remove(name);
                }
                case 2 -> {
                    var other = request.get(all.get(random.nextInt(all.size())));
                    if (other != null) {
                        request.set(name, other);
                        expected.put(name, String.valueOf(other));
                    }
                }
                default -> request.get(name);
            }
        }
    }
}
