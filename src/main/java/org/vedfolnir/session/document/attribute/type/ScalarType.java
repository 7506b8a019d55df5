package org.vedfolnir.session.document.attribute.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.json.JsonWriter;

/**
 * An immutable type that plain JSON would lose, with its tag in the document. The table is closed: decoding rejects any
 * other tag.
 *
 * @param type the exact class of its values
 * @param quoted whether the JSON is a string; otherwise it is an integer
 */
record ScalarType<T>(String tag, Class<?> type, boolean quoted, Function<String, T> parse) {

    /** Parsing a number takes time in the square of its digits: longer ones are serialized, and rejected when read. */
    private static final int LONGEST = 8192;

    private static final ScalarType<?>[] ALL = {
        new ScalarType<>("long", Long.class, false, Long::valueOf),
        new ScalarType<>("short", Short.class, false, Short::valueOf),
        new ScalarType<>("byte", Byte.class, false, Byte::valueOf),
        new ScalarType<>("float", Float.class, true, Float::valueOf),
        new ScalarType<>("double", Double.class, true, Double::valueOf),
        new ScalarType<>("char", Character.class, true, ScalarType::character),
        new ScalarType<>("decimal", BigDecimal.class, true, BigDecimal::new),
        new ScalarType<>("integer", BigInteger.class, true, BigInteger::new),
        new ScalarType<>("instant", Instant.class, true, Instant::parse),
        new ScalarType<>("date", LocalDate.class, true, LocalDate::parse),
        new ScalarType<>("time", LocalTime.class, true, LocalTime::parse),
        new ScalarType<>("datetime", LocalDateTime.class, true, LocalDateTime::parse),
        new ScalarType<>("offset_time", OffsetTime.class, true, OffsetTime::parse),
        new ScalarType<>("offset_datetime", OffsetDateTime.class, true, OffsetDateTime::parse),
        new ScalarType<>("zoned_datetime", ZonedDateTime.class, true, ZonedDateTime::parse),
        new ScalarType<>("year", Year.class, false, text -> Year.of(Integer.parseInt(text))),
        new ScalarType<>("year_month", YearMonth.class, true, YearMonth::parse),
        new ScalarType<>("month_day", MonthDay.class, true, MonthDay::parse),
        new ScalarType<>("offset", ZoneOffset.class, true, ZoneOffset::of),
        // an internal class of the JDK
        new ScalarType<>("zone", ZoneId.of("Europe/Berlin").getClass(), true, ZoneId::of),
        new ScalarType<>("duration", Duration.class, true, Duration::parse),
        new ScalarType<>("period", Period.class, true, Period::parse),
        new ScalarType<>("uuid", UUID.class, true, UUID::fromString),
        new ScalarType<>("uri", URI.class, true, URI::create),
        new ScalarType<>("locale", Locale.class, true, ScalarType::locale),
    };

    private static final Map<Class<?>, ScalarType<?>> BY_CLASS =
            Arrays.stream(ALL).collect(Collectors.toUnmodifiableMap(ScalarType::type, Function.identity()));
    private static final Map<String, ScalarType<?>> BY_TAG =
            Arrays.stream(ALL).collect(Collectors.toUnmodifiableMap(ScalarType::tag, Function.identity()));

    static @Nullable ScalarType<?> of(Object value) {
        return BY_CLASS.get(value.getClass());
    }

    static @Nullable ScalarType<?> of(Class<?> type) {
        return BY_CLASS.get(type);
    }

    static @Nullable ScalarType<?> tagged(String tag) {
        return BY_TAG.get(tag);
    }

    /**
     * Returns the JSON text; null if it would not be restored as the same value: a few locales and addresses have no
     * such text.
     */
    @Nullable
    String write(Object value) {
        var text = value instanceof Locale locale ? locale.toLanguageTag() : value.toString();
        return isRestored(value, text) ? quoted ? JsonWriter.quoted(text) : text : null;
    }

    private boolean isRestored(Object value, String text) {
        try {
            return text.length() <= LONGEST && value.equals(parse.apply(text));
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** @throws RuntimeException if the JSON is not a value of this type */
    T read(@Nullable Object json) {
        var fits = quoted ? json instanceof String : json instanceof Integer || json instanceof Long;
        var text = String.valueOf(json);
        if (fits && text.length() <= LONGEST) {
            var value = parse.apply(text);
            if (type.isInstance(value)) {
                return value;
            }
        }
        throw new IllegalArgumentException("The JSON is not of the type " + tag + ".");
    }

    private static Character character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("A character is one UTF-16 unit.");
        }
        return text.charAt(0);
    }

    /** Stricter than {@link Locale#forLanguageTag}, which maps any invalid text to the root locale. */
    private static Locale locale(String text) {
        return "und".equals(text)
                ? Locale.ROOT
                : new Locale.Builder().setLanguageTag(text).build();
    }
}
