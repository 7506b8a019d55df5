package org.vedfolnir.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The planted bugs are built by the long profile only; that they still fit the code is asked in each build. */
class PatchTest {

    @Test
    void eachPlantedBugFitsTheCode() throws IOException {
        var bugs = PlantedBug.all();

        assertThat(bugs).hasSizeGreaterThan(10);
        for (var bug : bugs) {
            assertThat(bug.patch().applied()).contains(bug.patch().after());
        }
    }
}
