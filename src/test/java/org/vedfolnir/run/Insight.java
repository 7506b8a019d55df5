package org.vedfolnir.run;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.server.DatabaseServer;
import org.vedfolnir.run.site.Site;
import org.vedfolnir.run.system.FirstMatch;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.document.seal.KeySource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisMonitor;
import redis.clients.jedis.StreamEntryID;

/** Reads and changes Redis and the database for tests, beyond what the check reads. */
final class Insight implements AutoCloseable {

    private static final int TIMEOUT_MS = (int) Duration.ofSeconds(5).toMillis();

    /** How long a document outlives its session. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private static final Pattern COUNTED = Pattern.compile("\"count\":(\\d+)");
    private static final String EVENTS = "vedfolnir:events";

    private static final Pattern SESSION = Pattern.compile("vedfolnir:session:[A-Za-z0-9_-]+");

    private final Site site;
    private final URI url;
    private final Path keys;
    private final Jedis redis;
    private final java.sql.Connection database;

    /** @param keys the file with those that seal sessions */
    Insight(Site site, Path keys) throws SQLException {
        this.site = site;
        this.keys = keys;
        this.url = URI.create(site.redisUrl());
        this.redis = new Jedis(url, TIMEOUT_MS);
        this.database = DriverManager.getConnection(site.databaseUrl(), DatabaseServer.USER, site.databasePassword());
    }

    private String key(String id) {
        return "vedfolnir:session:" + site.storedId(id);
    }

    /** Without tombstones of sessions that ended a moment ago, and without the administration of events. */
    Set<String> keysOfAnyKind() {
        return redis.keys("*").stream()
                .filter(key -> !isMark(key) && !key.startsWith("{vedfolnir:events}:"))
                .collect(Collectors.toSet());
    }

    private boolean isMark(String key) {
        return redis.type(key).equals("string") && redis.get(key).startsWith("{\"_version\":0,");
    }

    /** Writes a value to a session's key, as an attacker could who can write to Redis. */
    void put(String id, String document) {
        redis.psetex(key(id), Duration.ofMinutes(10).toMillis(), document);
    }

    /** Changes one character in the middle of a session's value. */
    void damage(String id) {
        var key = key(id);
        var at = redis.strlen(key) / 2;
        redis.setrange(key, at, "!");
    }

    /** Replaces a session by a list. */
    void replaceByList(String id) {
        var key = key(id);
        redis.del(key);
        redis.lpush(key, "x");
    }

    /** Expires a session, as if it had been unused for long. */
    void letExpire(String id) {
        redis.pexpire(key(id), Duration.ofSeconds(50).toMillis());
        redis.zadd("vedfolnir:expiries", 1, site.storedId(id));
    }

    /** Lets a session live on for a time, as if it had last been used accordingly long ago. */
    void letLive(String id, Duration left) {
        redis.pexpire(key(id), left.plus(GRACE).toMillis());
    }

    /** Its time to live without use. */
    Duration left(String id) {
        return Duration.ofMillis(redis.pttl(key(id))).minus(GRACE);
    }

    /** Changes rows of the database, as another program would. */
    void change(String statement) throws SQLException {
        try (var change = database.prepareStatement(statement)) {
            change.executeUpdate();
        }
    }

    /** As if the password of this session had been given long ago. */
    void letConfirmationBeOld(String id) throws Exception {
        var key = key(id);
        var bytes = key.getBytes(StandardCharsets.UTF_8);
        var codec = new DocumentCodec(
                KeySource.of(KeyRing.parse(Files.readString(keys).strip())), "/");
        var document = codec.decode(redis.get(bytes), key);
        var attributes = new LinkedHashMap<>(document.attributes());
        attributes.put("confirmed_at", new EncodedAttribute("long", "0"));
        redis.psetex(bytes, redis.pttl(key), codec.encode(document.withAttributes(attributes, document.parts()), key));
    }

    /** Resets all throttles. */
    void forgetTries() {
        redis.keys("vedfolnir:attempts:*").forEach(redis::del);
    }

    /** Removes all sessions as if their users had signed out long ago. */
    void forgetSessions() {
        for (var kind : List.of("session:*", "user:*", "expiries")) {
            redis.keys("vedfolnir:" + kind).forEach(redis::del);
        }
    }

    /** Removes a session as Redis does at the end of its time to live: without a notification. */
    void vanish(String id) {
        redis.del(key(id));
    }

    /** Empties Redis, as an operator who takes it for a cache. */
    void flush() {
        redis.flushAll();
    }

    /** An event as a node writes it. @return its place */
    String record(Map<String, String> fields) {
        return redis.xadd(EVENTS, StreamEntryID.NEW_ENTRY, fields).toString();
    }

    /** The same at a place of one's choice. */
    void record(String place, Map<String, String> fields) {
        redis.xadd(EVENTS, new StreamEntryID(place), fields);
    }

    /** The feed of another Redis, which has given out nothing yet. */
    void newFeed() {
        redis.del(EVENTS);
    }

    /** One number or text of the database; empty without a row. */
    String ask(String query, Object... arguments) throws SQLException {
        try (var statement = database.prepareStatement(query)) {
            for (var i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (var rows = statement.executeQuery()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        }
    }

    String type(String id) {
        return redis.type(key(id));
    }

    /** How many scripts the nodes run on a session meanwhile, as Redis sees them come in. */
    long scriptsOn(String id, Callable<?> action) throws Exception {
        var seen = new AtomicLong();
        var begin = "begin of " + System.nanoTime();
        var end = "end of " + System.nanoTime();
        try (var observer = new Jedis(url, TIMEOUT_MS)) {
            var done = new CountDownLatch(1);
            var begun = new CountDownLatch(1);
            var thread = new Thread(() -> observer.monitor(new JedisMonitor() {
                @Override
                public void onCommand(String command) {
                    if (command.contains(begin)) {
                        begun.countDown();
                    } else if (command.contains(end)) {
                        done.countDown();
                        observer.disconnect();
                    } else if (command.contains("\"EVALSHA\"") && command.contains(site.storedId(id))) {
                        seen.incrementAndGet();
                    }
                }
            }));
            thread.setDaemon(true);
            thread.start();
            DataProbe.within(Duration.ofSeconds(5), () -> {
                redis.echo(begin);
                return begun.getCount() == 0;
            });
            action.call();
            redis.echo(end);
            done.await();
        }
        return seen.get();
    }

    /** Number of sessions, without their other keys. */
    long sessions() {
        return redis.keys("vedfolnir:session:*").stream()
                .filter(SESSION.asMatchPredicate())
                .count();
    }

    /** All rows of accounts, each as one text. */
    List<String> accounts() throws SQLException {
        var accounts = new ArrayList<String>();
        try (var query = database.prepareStatement("select * from account order by id");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                var row = new StringJoiner(" ");
                for (var column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(rows.getString(column));
                }
                accounts.add(row.toString());
            }
        }
        return accounts;
    }

    /** A connection's token in the database; empty if there is none. */
    String storedToken(String connection) throws SQLException {
        try (var query = database.prepareStatement("select access_token from platform_connection where name = ?")) {
            query.setString(1, connection);
            try (var rows = query.executeQuery()) {
                return rows.next() ? Objects.toString(rows.getString(1), "") : "";
            }
        }
    }

    /** A connection of another account, which is made by this; answers its id. */
    long connectionOfSomebodyElse() throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute("insert into account (id, username, email, password_hash, role, active, created_at)"
                    + " values (4711, 'somebody', 'somebody@localhost', 'none', 'VIEWER', true, current_timestamp)");
            statement.execute(
                    "insert into platform_connection (id, account_id, name, type, instance_url, preferred, active)"
                            + " values (4712, 4711, 'Not hers', 'MASTODON', 'https://not-hers.example', true, true)");
        }
        return 4712;
    }

    /** The attributes in a session's document, of one moment, as JSON. */
    Map<String, String> attributes(String id) throws Exception {
        var key = key(id);
        var stored = redis.get(key.getBytes(StandardCharsets.UTF_8));
        var codec = new DocumentCodec(
                KeySource.of(KeyRing.parse(Files.readString(keys).strip())), "/");
        return codec.decode(stored, key).attributes().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, attribute -> attribute.getValue().json()));
    }

    /** Puts a new key in front of the one that seals, as an operator does. */
    void rotateKeys() throws IOException {
        var fresh = KeyRing.generate().replaceFirst("k1", "k2");
        Files.writeString(keys, fresh + "," + Files.readString(keys).strip());
    }

    long auditedEvents(String type) throws SQLException {
        try (var query =
                database.prepareStatement("select coalesce(sum(event_count), 0) from audit_event where type = ?")) {
            query.setString(1, type);
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** Number of such events: in the audit trail, and in the sums of the store. */
    long happened(String type) throws SQLException {
        var summing = redis.hvals("{vedfolnir:events}:sums").stream()
                .filter(sum -> sum.contains("[\"type\",\"" + type + "\""))
                .mapToLong(sum -> Long.parseLong(FirstMatch.in(COUNTED, sum)))
                .sum();
        return auditedEvents(type) + summing;
    }

    /** Whether the audit trail has an event of that type and detail, with a space in between. */
    boolean isAudited(String event) throws SQLException {
        return count("select count(*) from audit_event where type || ' ' || detail = ?", event) > 0;
    }

    /** The rows of a user in the audit trail. */
    long eventsOf(long account) throws SQLException {
        return count("select count(*) from audit_event where user_id = ?", Long.toString(account));
    }

    long connections(long account) throws SQLException {
        return count("select count(*) from platform_connection where account_id = cast(? as bigint)", account);
    }

    private long count(String query, Object argument) throws SQLException {
        try (var statement = database.prepareStatement(query)) {
            statement.setObject(1, argument);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** A platform connection of that person. */
    void addConnection(long account, String name) throws SQLException {
        insert(
                "insert into platform_connection (id, account_id, name, type, instance_url, preferred, active)"
                        + " values (next value for platform_connection_seq, ?, ?, 'MASTODON', 'https://example.com', false, true)",
                account,
                name);
    }

    /** That many accounts, numbered from 000, without a usable password. */
    void addAccounts(String name, int count) throws SQLException {
        for (var i = 0; i < count; i++) {
            var numbered = "%s%03d".formatted(name, i);
            insert(
                    "insert into account (id, username, email, password_hash, role, active, created_at)"
                            + " values (next value for account_seq, ?, ?, '', 'VIEWER', true, localtimestamp)",
                    numbered,
                    numbered + "@example.com");
        }
    }

    private void insert(String statement, Object... arguments) throws SQLException {
        try (var prepared = database.prepareStatement(statement)) {
            for (var i = 0; i < arguments.length; i++) {
                prepared.setObject(i + 1, arguments[i]);
            }
            prepared.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        redis.close();
        database.close();
    }
}
