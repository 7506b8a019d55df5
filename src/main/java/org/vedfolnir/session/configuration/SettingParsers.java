package org.vedfolnir.session.configuration;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Parses values. Each method throws {@code IllegalArgumentException} with the rule, to follow the setting's name in a
 * message. Stateless.
 */
public final class SettingParsers {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(|KB|MB|GB)");
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private SettingParsers() {}

    public static boolean flag(String text) {
        if (!text.matches("(?i)true|false")) {
            throw new IllegalArgumentException("must be true or false");
        }
        return Boolean.parseBoolean(text);
    }

    /** Parses a number of at least 0. */
    public static int count(String text) {
        return count(0, 9_999_999).apply(text);
    }

    /** Parses a number within bounds, both inclusive. */
    public static Function<String, Integer> count(int least, int most) {
        return text -> {
            var number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
            if (number < least || number > most) {
                throw new IllegalArgumentException("must be a number from " + least + " to " + most);
            }
            return number;
        };
    }

    /** Parses one of some words, in this spelling. */
    public static Function<String, String> choice(String... allowed) {
        var words = List.of(allowed);
        return text -> {
            if (!words.contains(text)) {
                var last = words.size() - 1;
                throw new IllegalArgumentException(
                        "must be " + String.join(", ", words.subList(0, last)) + " or " + words.get(last));
            }
            return text;
        };
    }

    /** Parses a duration of at least zero: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 12h}, {@code 2d}, or ISO 8601. */
    public static Duration duration(String text) {
        var brief = SHORT_DURATION.matcher(text);
        if (brief.matches()) {
            var amount = Long.parseLong(brief.group(1));
            return switch (brief.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }
        try {
            var duration = Duration.parse(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a time as in 250ms, 30s, 5m, 12h or PT30S", e);
        }
        throw new IllegalArgumentException("must not be negative");
    }

    /** Parses a duration above zero. */
    public static Duration positive(String text) {
        var duration = duration(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException("must be longer than zero, as in 250ms");
        }
        return duration;
    }

    /** Parses a number of bytes: {@code 4096}, {@code 256KB}, {@code 32MB}, {@code 1GB}. */
    public static long bytes(String text) {
        var size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException("must be a size as in 4096, 256KB or 32MB");
        }
        var amount = Long.parseLong(size.group(1));
        return switch (size.group(2)) {
            case "KB" -> amount << 10;
            case "MB" -> amount << 20;
            case "GB" -> amount << 30;
            default -> amount;
        };
    }
}
