package org.vedfolnir.session.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.id.IdFormat;

/** Every id of a cookie has a key in the store, and no two share one. */
class StoredIdsTest {

    private static final StoredIds IDS = StoredIds.parse("");

    @Test
    void keepsTheKeysOfIdsOfEarlierVersions() {
        for (var id :
                new String[] {"A".repeat(43), "0123456789ABCDEF0123456789ABCDEF", "a-b_c".repeat(8) + ".node-1_a"}) {
            assertThat(IDS.of(id).value()).isEqualTo(id);
        }
    }

    @Test
    void escapesCharactersWithAMeaningInAKey() {
        assertThat(IDS.of("a{b}:*[c]?%~.n").value()).isEqualTo("a%7Bb%7D%3A%2A%5Bc%5D%3F%25%7E.n");
    }

    @Test
    void givesDifferentIdsDifferentKeys() {
        var random = new Random(17);
        var letters = "%{}7B25_-.a:";
        var ids = new HashSet<String>();
        Stream.of("a{b", "a%7Bb", "a%257Bb", "a_7Bb", "a7Bb", "a%7bb").forEach(ids::add);
        for (var i = 0; i < 20_000; i++) {
            ids.add(random.ints(1 + random.nextInt(5), 0, letters.length())
                    .map(letters::charAt)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
        }
        assertThat(ids.stream().map(IDS::of).distinct()).hasSameSizeAs(ids);
    }

    @Test
    void acceptsIdsInTheFormOfTheirGenerator() {
        var own = IdFormat.of(11);
        assertThat(Stream.of(
                        "a".repeat(11), "a".repeat(43), "a".repeat(11) + ".any{route}", "-".repeat(IdFormat.LONGEST)))
                .allMatch(own::fits)
                .allMatch(IdFormat.ANY::fits);
        assertThat(Stream.of(
                        "", "a".repeat(10), "a".repeat(11) + ".", "a".repeat(11) + "{", "a".repeat(11) + ".r\u00e9"))
                .noneMatch(own::fits);
        assertThat(Stream.of("", "a b", "a;b", "a,b", "a\"b", "a\\b", "\u00e9", "a".repeat(IdFormat.LONGEST + 1)))
                .noneMatch(IdFormat.ANY::fits);
        assertThat(IdFormat.of(IdFormat.ANY.code())).isEqualTo(IdFormat.ANY);
    }
}
