package org.vedfolnir.session.document.attribute;

import java.io.Serializable;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values of every type in the table, nested in one another, the same for the same seed. */
final class RandomValues {

    private static final List<String> ZONES = List.copyOf(new TreeSet<>(ZoneId.getAvailableZoneIds()));
    private static final Locale[] LOCALES = Locale.getAvailableLocales();

    record Pair(Object left, @Nullable Object right) implements Serializable {}

    record Order(long number, BigDecimal total, @Nullable Instant paid, TimeUnit unit, List<Object> lines)
            implements Serializable {}

    private final Random random;
    private final List<Supplier<Object>> scalars;
    private final List<Function<Integer, Object>> containers;

    RandomValues(long seed) {
        random = new Random(seed);
        scalars = List.of(
                this::text,
                random::nextInt,
                random::nextBoolean,
                () -> Double.longBitsToDouble(random.nextLong()),
                () -> List.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0).get(random.nextInt(3)),
                random::nextLong,
                () -> (long) random.nextInt(10),
                () -> (short) random.nextInt(),
                () -> (byte) random.nextInt(),
                () -> Float.intBitsToFloat(random.nextInt()),
                () -> (char) random.nextInt(),
                () -> new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt()),
                () -> new BigInteger(random.nextInt(300), random).negate(),
                this::instant,
                this::date,
                this::time,
                () -> LocalDateTime.of(date(), time()),
                () -> OffsetDateTime.of(date(), time(), offset()),
                () -> OffsetTime.of(time(), offset()),
                () -> ZonedDateTime.of(date(), time(), zone()),
                () -> ZonedDateTime.ofInstant(
                        Instant.ofEpochSecond(1_700_000_000L + random.nextInt(80_000_000)), zone()),
                () -> Year.of(random.nextInt(2_000_000) - 1_000_000),
                () -> YearMonth.of(random.nextInt(10_000), 1 + random.nextInt(12)),
                () -> MonthDay.from(date()),
                this::offset,
                this::zone,
                () -> Duration.ofSeconds(random.nextLong() >> random.nextInt(63), random.nextInt(1_000_000_000)),
                () -> Period.of(random.nextInt(), random.nextInt(), random.nextInt()),
                () -> new UUID(random.nextLong(), random.nextLong()),
                () -> URI.create("https://example.com/%20a/" + random.nextInt() + "?q=\u00fc#f"),
                () -> LOCALES[random.nextInt(LOCALES.length)],
                () -> TimeUnit.values()[random.nextInt(7)]);
        containers = List.of(
                depth -> new ArrayList<>(some(depth)),
                depth -> List.of(some(depth).toArray()),
                depth -> Stream.of(some(depth).toArray()).toList(),
                depth -> new HashSet<>(some(depth)),
                depth -> new LinkedHashSet<>(some(depth)),
                depth -> Set.copyOf(some(depth)),
                depth -> new TreeSet<>(List.of(text(), text())),
                depth -> new TreeSet<>(List.of(random.nextLong(), random.nextLong())),
                depth -> new HashMap<>(map(depth, this::text)),
                depth -> new HashMap<>(map(depth, this::scalar)),
                depth -> map(depth, this::text),
                depth -> map(depth, this::scalar),
                depth -> new TreeMap<>(map(depth, this::text)),
                depth -> new TreeMap<>(map(depth, this::date)),
                depth -> Map.copyOf(map(depth, this::scalar)),
                depth -> new Pair(value(depth - 1), random.nextBoolean() ? null : value(depth - 1)),
                depth -> new Order(random.nextLong(), BigDecimal.ONE, instant(), TimeUnit.DAYS, some(depth)));
    }

    /** A value with at most so many levels inside it. */
    Object value(int depth) {
        return depth <= 0 || random.nextInt(3) == 0 ? scalar() : any(containers).apply(depth);
    }

    private Object scalar() {
        return any(scalars).get();
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private List<Object> some(int depth) {
        return Stream.generate(() -> value(depth - 1))
                .limit(random.nextInt(5))
                .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
    }

    private LinkedHashMap<Object, Object> map(int depth, Supplier<Object> key) {
        var map = new LinkedHashMap<Object, Object>();
        for (var i = random.nextInt(5); i > 0; i--) {
            map.put(key.get(), value(depth - 1));
        }
        return map;
    }

    private String text() {
        var text = new StringBuilder(random.nextBoolean() ? "@" : "");
        for (var i = random.nextInt(12); i > 0; i--) {
            text.append((char) random.nextInt(random.nextBoolean() ? 128 : 65536));
        }
        return text.toString();
    }

    private Instant instant() {
        return Instant.ofEpochSecond(random.nextLong() % 31_556_889_864_403_199L, random.nextInt(1_000_000_000));
    }

    private LocalDate date() {
        return LocalDate.ofEpochDay(random.nextInt() / (random.nextBoolean() ? 1 : 100_000));
    }

    private LocalTime time() {
        return LocalTime.ofNanoOfDay(
                random.nextLong(86_400_000_000_000L) / (random.nextBoolean() ? 1 : 60_000_000_000L));
    }

    private ZoneOffset offset() {
        return ZoneOffset.ofTotalSeconds(random.nextInt(129_601) - 64_800);
    }

    private ZoneId zone() {
        return ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
    }
}
