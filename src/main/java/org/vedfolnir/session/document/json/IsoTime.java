package org.vedfolnir.session.document.json;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * Instants in the original application's format: in UTC, to the microsecond, for example
 * 2026-11-24T02:30:00.000000+00:00. A document has two of them, and a formatter of the JDK would take longer for these
 * than the rest of the document takes.
 */
public final class IsoTime {

    private static final String UTC = "+00:00";
    /** The usual form; {@code d} is a digit. */
    private static final String FORM = "dddd-dd-ddTdd:dd:dd.dddddd+00:00";

    private IsoTime() {}

    public static String format(Instant instant) {
        var time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        if (time.getYear() < 1000 || time.getYear() > 9999) {
            return instant.toString();
        }
        var out = new StringBuilder(FORM.length()).append(time.getYear());
        digits(out, '-', time.getMonthValue(), 10);
        digits(out, '-', time.getDayOfMonth(), 10);
        digits(out, 'T', time.getHour(), 10);
        digits(out, ':', time.getMinute(), 10);
        digits(out, ':', time.getSecond(), 10);
        digits(out, '.', time.getNano() / 1000, 100_000);
        return out.append(UTC).toString();
    }

    private static void digits(StringBuilder out, char before, int number, int highest) {
        out.append(before);
        for (var place = highest; place > 0; place /= 10) {
            out.append((char) ('0' + number / place % 10));
        }
    }

    /** @throws DateTimeParseException if it is not an instant with an offset */
    public static Instant parse(String text) {
        if (!isUsualForm(text) || number(text, 0, 4) == 0) {
            return OffsetDateTime.parse(text).toInstant();
        }
        try {
            return LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 7),
                            number(text, 8, 10),
                            number(text, 11, 13),
                            number(text, 14, 16),
                            number(text, 17, 19),
                            number(text, 20, 26) * 1000)
                    .toInstant(ZoneOffset.UTC);
        } catch (java.time.DateTimeException e) {
            throw new DateTimeParseException("The instant does not exist.", text, 0, e);
        }
    }

    private static boolean isUsualForm(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (var i = 0; i < FORM.length(); i++) {
            var c = text.charAt(i);
            var form = FORM.charAt(i);
            if (c != form && (form != 'd' || c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        var number = 0;
        for (var i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
