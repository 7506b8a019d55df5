package org.vedfolnir.session.cli.console;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times and sizes in short. Stateless. */
public final class Texts {

    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

    private Texts() {}

    /** Returns the two largest units: {@code 2h 05m}. */
    public static String time(Duration duration) {
        var seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        } else if (seconds < 3600) {
            return String.format(Locale.ROOT, "%dm %02ds", seconds / 60, seconds % 60);
        } else if (seconds < 86_400) {
            return String.format(Locale.ROOT, "%dh %02dm", seconds / 3600, seconds / 60 % 60);
        }
        return String.format(Locale.ROOT, "%dd %02dh", seconds / 86_400, seconds / 3600 % 24);
    }

    public static String moment(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public static String size(long bytes) {
        var unit = 0;
        var amount = (double) bytes;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }

    /** Returns milliseconds with two digits. */
    public static String milliseconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f ms", nanos / 1_000_000.0);
    }

    /** Returns a number with its noun: {@code 1 session}, {@code 2 sessions}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
