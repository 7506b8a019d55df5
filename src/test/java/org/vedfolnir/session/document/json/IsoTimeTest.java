package org.vedfolnir.session.document.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments are written and read as the formatters of the JDK do it. */
class IsoTimeTest {

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx");

    @Test
    void formatsLikeDateTimeFormatterAndParsesItBack() {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++) {
            var seconds = random.nextLong(-30_000_000_000L, 250_000_000_000L);
            var moment = Instant.ofEpochSecond(seconds, random.nextInt(1_000_000_000));

            assertThat(IsoTime.format(moment)).isEqualTo(FORM.format(moment.atOffset(ZoneOffset.UTC)));
            assertThat(IsoTime.parse(IsoTime.format(moment))).isEqualTo(moment.truncatedTo(ChronoUnit.MICROS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0007-01-01T00:00:00Z", "-0044-03-15T12:00:00Z", "+12345-06-07T08:09:10.111Z"})
    void parsesYearsOutsideFourDigits(String moment) {
        assertThat(IsoTime.parse(IsoTime.format(Instant.parse(moment)))).isEqualTo(Instant.parse(moment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-24T02:30:00.123456+01:00",
                "2026-11-24T02:30:00.123456Z",
                "2026-11-24T02:30+00:00",
                "0000-11-24T02:30:00.123456+00:00"
            })
    void parsesOtherIsoForms(String text) {
        assertThat(IsoTime.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-13-24T02:30:00.123456+00:00",
                "2026-02-30T02:30:00.123456+00:00",
                "2026-11-24T25:30:00.123456+00:00",
                "2026-11-24",
                "",
                "now"
            })
    void rejectsTextThatIsNoInstant(String text) {
        assertThatThrownBy(() -> IsoTime.parse(text)).isInstanceOf(DateTimeParseException.class);
    }
}
