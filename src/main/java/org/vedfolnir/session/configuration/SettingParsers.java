package org.vedfolnir.session.configuration;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Forms of values. Each throws {@code IllegalArgumentException} with what is allowed, to stand behind the setting's name. Stateless. */
public final class SettingParsers {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(|KB|MB|GB)");
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private SettingParsers() {}

    public static boolean flag(String text) {
        if (!text.matches("(?i)true|false")) {
            throw new IllegalArgumentException("is true or false");
        }
        return Boolean.parseBoolean(text);
    }

    /** A number from 0 on. */
    public static int count(String text) {
        return count(0, 9_999_999).apply(text);
    }

    /** A number within bounds, both of which are allowed. */
    public static Function<String, Integer> count(int least, int most) {
        return text -> {
            var number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
            if (number < least || number > most) {
                throw new IllegalArgumentException("is a number from " + least + " to " + most);
            }
            return number;
        };
    }

    /** One of some words, written like this. */
    public static Function<String, String> choice(String... allowed) {
        var words = List.of(allowed);
        return text -> {
            if (!words.contains(text)) {
                var last = words.size() - 1;
                throw new IllegalArgumentException(
                        "is " + String.join(", ", words.subList(0, last)) + " or " + words.get(last));
            }
            return text;
        };
    }

    /** A time that is zero or longer: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 12h}, {@code 2d}, or ISO 8601. */
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
            throw new IllegalArgumentException("is a time as in 250ms, 30s, 5m, 12h or PT30S", e);
        }
        throw new IllegalArgumentException("is not negative");
    }

    /** A time longer than zero. */
    public static Duration positive(String text) {
        var duration = duration(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException("is longer than nothing, as in 250ms");
        }
        return duration;
    }

    /** A number of bytes: {@code 4096}, {@code 256KB}, {@code 32MB}, {@code 1GB}. */
    public static long bytes(String text) {
        var size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException("is a size as in 4096, 256KB or 32MB");
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
