package org.vedfolnir.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which spellings count as one name, for lookups and for the throttle. */
class FoldedNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"alice", "ALICE", "aLiCe", " alice ", "alice\t", "\u00a0alice", "\uff41\uff4c\uff49\uff43\uff45"
            })
    void foldsSpellingsOfOneNameToTheSameText(String spelling) {
        assertThat(FoldedName.of(spelling)).isEqualTo("alice");
    }

    @Test
    void foldsSharpSAndKeepsAccents() {
        assertThat(FoldedName.of("Mu\u0308ller")).isEqualTo(FoldedName.of("M\u00fcLLER"));
        assertThat(FoldedName.of("Stra\u00dfe")).isEqualTo(FoldedName.of("STRASSE"));
        assertThat(FoldedName.of("\u039f\u03b4\u03cc\u03c2")).isEqualTo(FoldedName.of("\u039f\u0394\u038c\u03a3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alic", "al ice", "ali\u200bce", "\u00e1lice", "alice@example.org"})
    void keepsOtherNamesApart(String spelling) {
        assertThat(FoldedName.of(spelling)).isNotEqualTo("alice");
    }

    /** A name in a lookup is folded once; a stored name may have been folded before. */
    @Test
    void foldingIsIdempotent() {
        for (var c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (Character.isLetterOrDigit(c)) {
                var once = FoldedName.of("x" + Character.toString(c) + "y");
                assertThat(FoldedName.of(once)).as("U+%04X", c).isEqualTo(once);
            }
        }
    }
}
