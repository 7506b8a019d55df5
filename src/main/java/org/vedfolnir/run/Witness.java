package org.vedfolnir.run;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;

/** Looks into Redis and the database without going through the product. For one thread. */
final class Witness implements AutoCloseable {

    private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

    private static final int TIMEOUT_MS = (int) Duration.ofSeconds(5).toMillis();

    private final Site site;
    private final Jedis redis;
    private final Connection database;

    Witness(Site site) {
        this.site = site;
        this.redis = new Jedis(
                URI.create(site.redisUrl()), (int) Duration.ofSeconds(5).toMillis());
        try {
            this.database =
                    DriverManager.getConnection(site.databaseUrl(), DatabaseServer.USER, site.databasePassword());
        } catch (SQLException e) {
            throw new CannotRunException("The database of the check cannot be opened: " + e.getMessage());
        }
    }

    long keys() {
        return redis.keys("vedfolnir:session:*").size();
    }

    String document(String id) {
        return Objects.requireNonNullElse(redis.get(key(id)), "");
    }

    long timeToLive(String id) {
        return redis.pttl(key(id));
    }

    boolean exists(String id) {
        return redis.exists(key(id));
    }

    private String key(String id) {
        return "vedfolnir:session:" + site.storedId(id);
    }

    /** How many scripts Redis has run: each is a round trip of a node. */
    long scripts() {
        var counted = Visitor.first(SCRIPTS, redis.info("commandstats"));
        return counted.isEmpty() ? 0 : Long.parseLong(counted);
    }

    long eventsThatWait() {
        return redis.xlen("vedfolnir:events");
    }

    /** The kinds of a session's audited events, in order, each with its detail. */
    List<String> events(String handle) throws SQLException {
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

    /** {@code open}, or the reason why it is closed; empty when the session has no row. */
    String state(String handle) throws SQLException {
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

    /** @return whether the condition came to hold within that time */
    static boolean within(Duration time, Callable<Boolean> condition) throws Exception {
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
        redis.close();
        try {
            database.close();
        } catch (SQLException e) {
            System.getLogger(Witness.class.getName())
                    .log(System.Logger.Level.DEBUG, "The check's connection was closed already.", e);
        }
    }
}
