package org.vedfolnir.session.attribute;

import jakarta.servlet.http.Cookie;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.text.DecimalFormat;
import java.text.SimpleDateFormat;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Random;
import java.util.SimpleTimeZone;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.naming.AuthenticationException;
import javax.naming.CompositeName;
import org.apache.catalina.realm.GenericPrincipal;
import org.vedfolnir.session.attribute.GraphTypes.Bean;
import org.vedfolnir.session.attribute.GraphTypes.ByLength;
import org.vedfolnir.session.attribute.GraphTypes.Circle;
import org.vedfolnir.session.attribute.GraphTypes.External;
import org.vedfolnir.session.attribute.GraphTypes.Greeter;
import org.vedfolnir.session.attribute.GraphTypes.Handler;
import org.vedfolnir.session.attribute.GraphTypes.Incident;
import org.vedfolnir.session.attribute.GraphTypes.Lazy;
import org.vedfolnir.session.attribute.GraphTypes.Pair;
import org.vedfolnir.session.attribute.GraphTypes.Plan;
import org.vedfolnir.session.attribute.GraphTypes.Single;
import org.vedfolnir.session.attribute.GraphTypes.SpecialBean;
import org.vedfolnir.session.attribute.GraphTypes.Square;
import org.vedfolnir.session.attribute.GraphTypes.Text;

/** Random objects as applications keep them in sessions, nested in each other. Some are not serializable. The same seed gives the same objects. */
final class Graphs {

    private static final int MOST_INSIDE = 3;

    private final Random random;

    private final List<Object> made = new ArrayList<>();

    Graphs(long seed) {
        this.random = new Random(seed);
    }

    /** @param depth the maximum nesting */
    Object graph(int depth) {
        made.clear();
        var value = depth == 0 ? scalar() : any(CONTAINERS).make(this, depth);
        return value;
    }

    @FunctionalInterface
    private interface Maker {
        Object make(Graphs of, int depth);
    }

    private static final List<Maker> SCALARS = List.of(
            (of, depth) -> of.text(),
            (of, depth) -> of.random.nextInt(),
            (of, depth) -> of.random.nextLong(),
            (of, depth) -> (short) of.random.nextInt(),
            (of, depth) -> (byte) of.random.nextInt(),
            (of, depth) -> (char) ('a' + of.random.nextInt(26)),
            (of, depth) -> of.random.nextFloat(),
            (of, depth) -> of.random.nextInt(5) == 0 ? Double.NaN : of.random.nextDouble(),
            (of, depth) -> of.random.nextBoolean(),
            (of, depth) -> new BigDecimal(of.random.nextInt() + ".50"),
            (of, depth) -> new BigInteger(100, of.random),
            (of, depth) -> new UUID(of.random.nextLong(), of.random.nextLong()),
            (of, depth) -> URI.create("https://example.org/" + of.random.nextInt()),
            (of, depth) -> Locale.forLanguageTag(of.random.nextBoolean() ? "de-CH" : "en"),
            (of, depth) -> Currency.getInstance("CHF"),
            (of, depth) -> Instant.ofEpochMilli(of.random.nextInt()),
            (of, depth) -> LocalDate.ofEpochDay(of.random.nextInt(100_000)),
            (of, depth) -> LocalTime.ofSecondOfDay(of.random.nextInt(86_400)),
            (of, depth) -> LocalDateTime.of(2026, 1 + of.random.nextInt(12), 3, 4, 5),
            (of, depth) -> OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneOffset.ofHours(of.random.nextInt(10))),
            (of, depth) -> ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneId.of("Europe/Zurich")),
            (of, depth) -> Duration.ofSeconds(of.random.nextInt()),
            (of, depth) -> Period.ofDays(of.random.nextInt(100)),
            (of, depth) -> Year.of(of.random.nextInt(3000)),
            (of, depth) -> YearMonth.of(of.random.nextInt(20_000), 2),
            (of, depth) -> MonthDay.of(2, 29),
            (of, depth) -> ZoneId.of("UTC"),
            (of, depth) -> new Date(of.random.nextLong()),
            (of, depth) -> new java.sql.Timestamp(of.random.nextInt()),
            (of, depth) -> new GregorianCalendar(2026, 1, of.random.nextInt(28)),
            (of, depth) -> new SimpleTimeZone(of.random.nextInt(1000), of.text()),
            (of, depth) -> BitSet.valueOf(new long[] {of.random.nextLong()}),
            (of, depth) -> TimeUnit.values()[of.random.nextInt(7)],
            (of, depth) -> Plan.values()[of.random.nextInt(2)],
            (of, depth) -> DayOfWeek.of(1 + of.random.nextInt(7)),
            (of, depth) -> new File("/tmp/" + of.random.nextInt(10)),
            (of, depth) -> new SimpleDateFormat("yyyy-MM-dd", Locale.ROOT),
            (of, depth) -> new DecimalFormat("#,##0.00"),
            (of, depth) -> new CompositeName(),
            (of, depth) -> Level.WARNING,
            (of, depth) -> new Circle(of.random.nextDouble()),
            (of, depth) -> of.random.ints(3).toArray(),
            (of, depth) -> of.text().getBytes(java.nio.charset.StandardCharsets.UTF_8),
            (of, depth) -> new String[] {of.text(), of.text()},
            (of, depth) -> String.class,
            (of, depth) -> Single.ONE,
            (of, depth) -> new Lazy(of.text()),
            (of, depth) -> of.external(),
            (of, depth) -> Proxy.newProxyInstance(
                    Graphs.class.getClassLoader(), new Class<?>[] {Greeter.class}, new Handler(of.text())));

    /** Types without {@code equals}, compared by their text. */
    private static final List<Maker> SHOWN = List.of(
            (of, depth) -> Pattern.compile("a+" + of.random.nextInt(10)),
            (of, depth) -> new AtomicInteger(of.random.nextInt()),
            (of, depth) -> new AtomicLong(of.random.nextLong()),
            (of, depth) -> new StringBuilder(of.text()),
            (of, depth) -> new GenericPrincipal(of.text(), List.of("user")),
            (of, depth) -> new Cookie("name", "value" + of.random.nextInt(10)),
            (of, depth) -> (Text) each -> each + "!");

    private static final List<Maker> CONTAINERS = List.of(
            (of, depth) -> of.list(ArrayList::new, depth),
            (of, depth) -> of.list(size -> new LinkedList<>(), depth),
            (of, depth) -> of.list(size -> new Vector<>(), depth),
            (of, depth) -> of.list(size -> new Stack<>(), depth),
            (of, depth) -> of.list(size -> new CopyOnWriteArrayList<>(), depth),
            (of, depth) -> new ArrayDeque<>(of.some(depth)),
            (of, depth) -> new LinkedBlockingQueue<>(of.some(depth)),
            (of, depth) -> List.of(of.some(depth).toArray()),
            (of, depth) -> of.some(depth).stream().toList(),
            (of, depth) -> Arrays.asList(of.some(depth).toArray()),
            (of, depth) -> of.some(depth).toArray(),
            (of, depth) -> Collections.unmodifiableList(of.some(depth)),
            (of, depth) -> Collections.synchronizedList(of.some(depth)),
            (of, depth) -> Collections.checkedList(of.some(depth), Object.class),
            (of, depth) -> Collections.singletonList(of.inner(depth)),
            (of, depth) -> Collections.nCopies(3, of.text()),
            (of, depth) -> of.map(new HashMap<>(), depth),
            (of, depth) -> of.map(new LinkedHashMap<>(), depth),
            (of, depth) -> of.map(new Hashtable<>(), depth),
            (of, depth) -> of.map(new ConcurrentHashMap<>(), depth),
            (of, depth) -> of.map(new TreeMap<>(), depth),
            (of, depth) -> of.map(new TreeMap<>(new ByLength()), depth),
            (of, depth) -> of.map(new TreeMap<>(String.CASE_INSENSITIVE_ORDER), depth),
            (of, depth) -> of.map(new TreeMap<>(Comparator.<String>reverseOrder()), depth),
            (of, depth) -> of.map(new ConcurrentSkipListMap<>(), depth),
            (of, depth) -> Map.copyOf(of.map(new HashMap<>(), depth)),
            (of, depth) -> Collections.unmodifiableMap(of.map(new HashMap<>(), depth)),
            (of, depth) -> Collections.synchronizedMap(of.map(new HashMap<>(), depth)),
            (of, depth) -> new EnumMap<>(Map.of(TimeUnit.DAYS, of.inner(depth))),
            (of, depth) -> EnumSet.of(Plan.SMALL, Plan.LARGE),
            (of, depth) -> new HashSet<>(of.texts()),
            (of, depth) -> new LinkedHashSet<>(of.texts()),
            (of, depth) -> new TreeSet<>(of.texts()),
            (of, depth) -> of.oneByOne(Collections.newSetFromMap(new ConcurrentHashMap<>())),
            (of, depth) -> java.util.Set.copyOf(of.texts()),
            (of, depth) -> new PriorityQueue<>(of.texts()),
            (of, depth) -> of.properties(),
            (of, depth) -> new AtomicReference<>(of.inner(depth)),
            (of, depth) -> new Pair<>(of.inner(depth), of.inner(depth)),
            (of, depth) -> new Square(BigDecimal.TEN, of.inner(depth)),
            (of, depth) -> of.bean(new Bean(of.text()), depth),
            (of, depth) -> of.bean(new SpecialBean(of.text(), of.random.nextLong()), depth),
            (of, depth) -> of.loop(depth),
            (of, depth) ->
                    shortened(new Incident(of.text(), of.random.nextBoolean() ? null : of.thrown(), of.inner(depth))),
            (of, depth) -> of.thrown(),
            (of, depth) -> new HashMap<>(Map.of(new Pair<>("key", 1), of.inner(depth))));

    /** Makers of objects that are not Serializable, themselves or inside. */
    private static final List<Maker> UNSERIALIZABLE = List.of(
            (of, depth) -> new Object(),
            (of, depth) -> Optional.of("x"),
            (of, depth) -> new Thread("x"),
            (of, depth) -> Logger.getLogger("x"),
            (of, depth) -> new ByteArrayInputStream(new byte[3]),
            (of, depth) -> of.some(0).subList(0, 1),
            (of, depth) -> new HashMap<>(Map.of("a", 1)).keySet(),
            (of, depth) -> Stream.of(1),
            (of, depth) -> new TreeMap<String, String>((one, other) -> 0),
            (of, depth) -> (Function<String, String>) each -> each);

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private String text() {
        return "text " + random.nextInt(1000) + (random.nextInt(10) == 0 ? " \u00e9\ud83d\ude00\u0000\"" : "");
    }

    private Object scalar() {
        return any(SCALARS).make(this, 0);
    }

    /** An element inside another one; sometimes the same object again. */
    private Object inner(int depth) {
        var dice = random.nextInt(100);
        if (dice < 4) {
            return any(UNSERIALIZABLE).make(this, 0);
        } else if (dice < 12 && !made.isEmpty()) {
            return any(made);
        } else if (dice < 20) {
            return any(SHOWN).make(this, 0);
        }
        return depth <= 1 ? scalar() : any(CONTAINERS).make(this, depth - 1);
    }

    private List<Object> some(int depth) {
        return list(ArrayList::new, depth);
    }

    private List<Object> list(IntFunction<List<Object>> empty, int depth) {
        var list = empty.apply(MOST_INSIDE);
        for (var i = random.nextInt(MOST_INSIDE) + 1; i > 0; i--) {
            list.add(inner(depth));
        }
        return list;
    }

    private List<String> texts() {
        return random.ints(3, 0, 1000)
                .mapToObj(each -> "text " + each)
                .distinct()
                .toList();
    }

    private Object oneByOne(java.util.Set<String> set) {
        set.addAll(texts());
        return set;
    }

    private <M extends Map<String, Object>> M map(M map, int depth) {
        for (var i = random.nextInt(MOST_INSIDE); i >= 0; i--) {
            map.put(text(), inner(depth));
        }
        return map;
    }

    private Properties properties() {
        var properties = new Properties();
        properties.setProperty(text(), text());
        return properties;
    }

    private <B extends Bean> B bean(B bean, int depth) {
        made.add(bean);
        bean.one = inner(depth);
        bean.other = random.nextInt(4) == 0 ? null : inner(depth);
        return bean;
    }

    /** A list with a map that contains the list, and a bean that refers to itself. */
    private Object loop(int depth) {
        var bean = new Bean(text());
        var list = new ArrayList<Object>();
        var map = new HashMap<String, Object>();
        list.add(map);
        map.put("list", list);
        map.put("bean", bean);
        map.put("more", inner(depth));
        bean.one = bean;
        bean.other = list;
        return random.nextBoolean() ? list : bean;
    }

    private Throwable thrown() {
        var thrown =
                switch (random.nextInt(4)) {
                    case 0 -> new IllegalStateException(text(), new AuthenticationException(text()));
                    case 1 -> new UncheckedIOException(new AccessDeniedException(text()));
                    case 2 -> new Incident(text(), new java.rmi.RemoteException(text()), null);
                    default ->
                        new java.util.concurrent.CompletionException(text(), new Incident(text(), null, scalar()));
                };
        return shortened(thrown);
    }

    /** The stack trace of a test is long. */
    private static Throwable shortened(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            each.setStackTrace(Arrays.copyOf(each.getStackTrace(), 3));
        }
        return thrown;
    }

    private External external() {
        var external = new External();
        external.text = text();
        external.number = random.nextInt();
        return external;
    }
}
