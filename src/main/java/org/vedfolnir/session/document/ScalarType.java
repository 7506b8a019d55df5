package org.vedfolnir.session.document;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An immutable type that plain JSON would lose, with the tag that names it in the document. The table is closed: a tag that is not
 * here decodes to nothing.
 *
 * @param quoted whether the JSON is a string
 */
record ScalarType<T>(String tag, Class<T> type, boolean quoted, Function<String, T> parse) {

    private static final ScalarType<?>[] ALL = {
        new ScalarType<>("long", Long.class, false, Long::valueOf),
        new ScalarType<>("short", Short.class, false, Short::valueOf),
        new ScalarType<>("byte", Byte.class, false, Byte::valueOf),
        new ScalarType<>("float", Float.class, true, Float::valueOf),
        new ScalarType<>("double", Double.class, true, Double::valueOf),
        new ScalarType<>("char", Character.class, true, text -> text.charAt(0)),
        new ScalarType<>("decimal", BigDecimal.class, true, BigDecimal::new),
        new ScalarType<>("integer", BigInteger.class, true, BigInteger::new),
        new ScalarType<>("instant", Instant.class, true, Instant::parse),
        new ScalarType<>("date", LocalDate.class, true, LocalDate::parse),
        new ScalarType<>("time", LocalTime.class, true, LocalTime::parse),
        new ScalarType<>("datetime", LocalDateTime.class, true, LocalDateTime::parse),
        new ScalarType<>("offset_datetime", OffsetDateTime.class, true, OffsetDateTime::parse),
        new ScalarType<>("zoned_datetime", ZonedDateTime.class, true, ZonedDateTime::parse),
        new ScalarType<>("duration", Duration.class, true, Duration::parse),
        new ScalarType<>("period", Period.class, true, Period::parse),
        new ScalarType<>("uuid", UUID.class, true, UUID::fromString),
        new ScalarType<>("uri", URI.class, true, URI::create),
    };

    private static final Map<Class<?>, ScalarType<?>> BY_CLASS =
            Arrays.stream(ALL).collect(Collectors.toUnmodifiableMap(ScalarType::type, Function.identity()));
    private static final Map<String, ScalarType<?>> BY_TAG =
            Arrays.stream(ALL).collect(Collectors.toUnmodifiableMap(ScalarType::tag, Function.identity()));

    static @Nullable ScalarType<?> of(Object value) {
        return BY_CLASS.get(value.getClass());
    }

    static @Nullable ScalarType<?> tagged(String tag) {
        return BY_TAG.get(tag);
    }

    EncodedAttribute encode(Object value) {
        var text = value.toString();
        return new EncodedAttribute(tag, quoted ? JsonWriter.quoted(text) : text);
    }

    T decode(String json) {
        return parse.apply(quoted ? String.valueOf(JsonReader.value(json)) : json);
    }
}
