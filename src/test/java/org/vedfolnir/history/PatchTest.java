package org.vedfolnir.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Only the profile history builds the planted bugs; each build checks that they still apply to the code. */
class PatchTest {

    @Test
    void appliesEachPlantedBug() throws IOException {
        var bugs = PlantedBug.all();

        assertThat(bugs).hasSizeGreaterThan(10);
        for (var bug : bugs) {
            assertThat(bug.patch().applied()).contains(bug.patch().after());
        }
    }
}
