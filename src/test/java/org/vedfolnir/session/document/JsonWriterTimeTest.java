package org.vedfolnir.session.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments are written as the original application writes them. */
class JsonWriterTimeTest {

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx");

    @Test
    void writesWhatAFormatterWrites() {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++) {
            var moment = Instant.ofEpochSecond(
                    random.nextLong(-30_000_000_000L, 250_000_000_000L), random.nextInt(1_000_000_000));

            assertThat(written(moment)).isEqualTo('"' + FORM.format(moment.atOffset(ZoneOffset.UTC)) + '"');
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0007-01-01T00:00:00Z", "-0044-03-15T12:00:00Z", "+12345-06-07T08:09:10.111Z"})
    void aYearOfNotFourDigitsIsReadBack(String moment) {
        var text = written(Instant.parse(moment));

        assertThat(OffsetDateTime.parse(text.substring(1, text.length() - 1)).toInstant())
                .isEqualTo(Instant.parse(moment).truncatedTo(ChronoUnit.MICROS));
    }

    private static String written(Instant moment) {
        return new JsonWriter(40).time(moment).toString();
    }
}
