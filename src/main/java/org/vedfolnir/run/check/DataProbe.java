package org.vedfolnir.run.check;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.run.server.DatabaseServer;
import org.vedfolnir.run.site.Site;
import org.vedfolnir.run.system.FirstMatch;
import org.vedfolnir.run.system.StartupException;
import redis.clients.jedis.Jedis;

/** Reads Redis and the database directly, without the product's code. For one thread. */
public final class DataProbe implements AutoCloseable {

    private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

    /** On Redis Cluster, the tombstone of an ended session stays at its key for a while (docs/format.md). */
    private static final String ENDED = "{\"_version\":0,";

    private final Site site;
    private final Connection database;

    public DataProbe(Site site) {
        this.site = site;
        try {
            this.database =
                    DriverManager.getConnection(site.databaseUrl(), DatabaseServer.USER, site.databasePassword());
        } catch (SQLException e) {
            throw new StartupException("The database of the check cannot be opened: " + e.getMessage());
        }
    }

    public long keys() {
        return sum(redis -> redis.keys("vedfolnir:session:*").stream()
                .filter(key -> !key.contains(":part:"))
                .filter(key -> isDocument(redis.get(key)))
                .count());
    }

    private static boolean isDocument(@Nullable String value) {
        return value != null && !value.startsWith(ENDED);
    }

    /** Returns the empty string if there is none. */
    public String document(String id) {
        return query(id, Jedis::get).filter(DataProbe::isDocument).orElse("");
    }

    /** In milliseconds; 0 if there is no document. */
    long timeToLive(String id) {
        return query(id, Jedis::pttl).orElse(0L);
    }

    public boolean exists(String id) {
        return !document(id).isEmpty();
    }

    /** Returns the key of a session; empty if no server has it. */
    String key(String id) {
        return query(id, (redis, key) -> key).orElse("");
    }

    /** On Redis Cluster a key contains a hash tag. */
    private <T> Optional<T> query(String id, BiFunction<Jedis, String, @Nullable T> query) {
        var pattern = "vedfolnir:session:*" + site.storedId(id);
        return site
                .servers()
                .queryMasters(redis -> redis.keys(pattern).stream()
                        .map(key -> query.apply(redis, key))
                        .filter(Objects::nonNull)
                        .findFirst())
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    private long sum(Function<Jedis, Long> number) {
        return site.servers().queryMasters(number).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Returns how many scripts Redis has run: each is a round trip of a node. */
    long scripts() {
        return sum(redis -> {
            var counted = FirstMatch.in(SCRIPTS, redis.info("commandstats"));
            return counted.isEmpty() ? 0 : Long.parseLong(counted);
        });
    }

    public long waitingEvents() {
        return sum(redis -> redis.keys("vedfolnir:events*").stream()
                .filter(key -> "stream".equals(redis.type(key)))
                .mapToLong(redis::xlen)
                .sum());
    }

    /** Returns the types of a session's audited events, in order, each with its detail. */
    public List<String> events(String handle) throws SQLException {
        var events = new ArrayList<String>();
        try (var query = database.prepareStatement(
                "select type, detail from audit_event where session_handle = ? order by happened_at, feed_id")) {
            query.setString(1, handle);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var detail = rows.getString(2);
                    events.add(detail == null ? rows.getString(1) : rows.getString(1) + " " + detail);
                }
            }
        }
        return events;
    }

    /** Returns {@code open}, or the reason why it is closed; empty if the session has no row. */
    public String state(String handle) throws SQLException {
        try (var query = database.prepareStatement(
                "select opened_at, closed_at, end_reason from audit_session where handle = ?")) {
            query.setString(1, handle);
            try (var rows = query.executeQuery()) {
                if (!rows.next() || rows.getTimestamp(1) == null) {
                    return "";
                }
                return rows.getTimestamp(2) == null ? "open" : rows.getString(3);
            }
        }
    }

    /** @return whether the condition became true within that time */
    public static boolean within(Duration time, Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + time.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return true;
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            System.getLogger(DataProbe.class.getName())
                    .log(System.Logger.Level.DEBUG, "The check's connection was closed already.", e);
        }
    }
}
