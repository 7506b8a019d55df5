package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.redis.settings.EventSettings;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/**
 * What the scripts of a request cost Redis, where no events are recorded: the commands that they call, by Redis' own count, and the bytes that travel.
 * Each is done {@value #TIMES} times, so that an occasional keep-alive does not count.
 */
class CommandsInsideScriptsTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final int TIMES = 20;
    private static final long IDLE = 600_000;
    private static final Pattern CALLS = Pattern.compile("cmdstat_(\\w+):calls=(\\d+)");
    private static final Pattern BYTES = Pattern.compile("total_net_(?:input|output)_bytes:(\\d+)");
    /** What this test, the client's keep-alives and the start of a connection send. */
    private static final List<String> OTHERS =
            List.of("info", "evalsha", "ping", "script", "client", "auth", "hello", "select", "config", "flushall");

    private RedisStore store;

    @BeforeEach
    void open() {
        REDIS.command("FLUSHALL");
        store = new RedisStore(
                TestSettings.at(REDIS.url()).events(EventSettings.NONE).made());
        var id = begin("warm");
        store.sessions().open(id, DocumentTag.NONE);
        store.sessions().end(id, ended("warm"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private SessionWrite write(SessionId id, long expected, String user) {
        return new TestWrite(id, expected)
                .idle(IDLE)
                .text("x".repeat(700))
                .user(user)
                .formerUser(expected == 0 ? null : user)
                .build();
    }

    private SessionId begin(String user) {
        var id = TestWrite.newId();
        store.sessions().save(write(id, 0, user));
        return id;
    }

    private static NewEvent ended(String user) {
        return new NewEvent(
                new SessionEvent.Ended(EndReason.SIGNED_OUT), new EventContext("/", "n", "handle", user, null, null));
    }

    @Test
    void beginsASession() {
        var cost = cost(TIMES, i -> begin("user" + i));

        assertThat(cost.commands())
                .as("a session and its user's first one")
                .isEqualTo(Map.of("exists", 1L, "time", 1L, "zadd", 2L, "set", 1L, "pttl", 1L, "pexpire", 1L));
        assertThat(cost.bytes()).isLessThan(1200);
    }

    @Test
    void beginsAnotherSessionOfAUser() {
        begin("ann");

        assertThat(cost(TIMES, i -> begin("ann")).commands())
                .as("the index of the user keeps its end")
                .isEqualTo(Map.of("exists", 1L, "time", 1L, "zadd", 2L, "set", 1L, "pttl", 1L));
    }

    @Test
    void readsWhatIsKnown() {
        var id = TestWrite.newId();
        var write = write(id, 0, "ann");
        store.sessions().save(write);
        var known = DocumentTag.of(write.document(), IDLE);

        var cost = cost(TIMES, i -> store.sessions().open(id, known));

        assertThat(cost.commands()).isEqualTo(Map.of("getrange", 1L, "pttl", 1L));
        assertThat(cost.bytes()).isLessThan(230);
    }

    @Test
    void savesAChange() {
        var writes = new SessionWrite[TIMES + 1];
        var id = TestWrite.newId();
        var known = DocumentTag.NONE;
        for (var i = 0; i <= TIMES; i++) {
            // the entry of the user's index is renewed with each sixteenth save
            writes[i] = new TestWrite(id, i == 0 ? 0 : i * 16 + 1)
                    .base(known)
                    .idle(IDLE)
                    .text("x".repeat(700))
                    .user("ann")
                    .formerUser(i == 0 ? null : "ann")
                    .build();
            known = DocumentTag.of(writes[i].document(), IDLE);
        }
        store.sessions().save(writes[0]);

        var cost = cost(TIMES, i -> store.sessions().save(writes[i + 1]));

        assertThat(cost.commands()).isEqualTo(Map.of("getrange", 1L, "pttl", 1L, "set", 1L));
        assertThat(cost.bytes()).isLessThan(1050);
    }

    @Test
    void savesAChangeBesideLargeAttributes() {
        var id = TestWrite.newId();
        var values = new HashMap<Integer, String>();
        for (var number = 1; number <= 10; number++) {
            values.put(number, "x".repeat(10_000));
        }
        var write = new TestWrite(id, 0).idle(IDLE).parts(10, values).build();
        store.sessions().save(write);
        var writes = new SessionWrite[TIMES];
        for (var i = 0; i < TIMES; i++) {
            writes[i] = write = new TestWrite(id, i + 1)
                    .base(DocumentTag.of(write.document(), IDLE, 1))
                    .idle(IDLE)
                    .parts(10, Map.of())
                    .build();
        }

        var cost = cost(TIMES, i -> store.sessions().save(writes[i]));

        assertThat(cost.commands()).isEqualTo(Map.of("getrange", 1L, "pttl", 2L, "set", 1L));
        assertThat(cost.bytes()).isLessThan(450);
    }

    @Test
    void endsASession() {
        var ids = new SessionId[TIMES];
        for (var i = 0; i < TIMES; i++) {
            ids[i] = begin("user" + i);
        }

        var cost = cost(TIMES, i -> store.sessions().end(ids[i], ended("user" + i)));

        assertThat(cost.commands())
                .isEqualTo(Map.of("getrange", 1L, "pttl", 1L, "time", 1L, "zrem", 2L, "get", 1L, "set", 1L));
        assertThat(cost.bytes()).isLessThan(450);
    }

    private interface Request {
        void send(int number);
    }

    /** Of one request. */
    private record Cost(Map<String, Long> commands, long bytes) {}

    private static Cost cost(int times, Request request) {
        var before = counts();
        var bytes = bytes();
        var asking = bytes() - bytes;
        bytes += asking;
        for (var i = 0; i < times; i++) {
            request.send(i);
        }
        var sent = bytes() - bytes - asking;
        var commands = new TreeMap<String, Long>();
        counts().forEach((name, calls) -> {
            var each = (calls - before.getOrDefault(name, 0L)) / times;
            if (each > 0) {
                commands.put(name, each);
            }
        });
        return new Cost(commands, sent / times);
    }

    private static Map<String, Long> counts() {
        var counts = new TreeMap<String, Long>();
        var found = CALLS.matcher(String.valueOf(REDIS.command("INFO", "commandstats")));
        while (found.find()) {
            if (!OTHERS.contains(found.group(1))) {
                counts.put(found.group(1), Long.parseLong(found.group(2)));
            }
        }
        return counts;
    }

    private static long bytes() {
        var sum = 0L;
        var found = BYTES.matcher(String.valueOf(REDIS.command("INFO", "stats")));
        while (found.find()) {
            sum += Long.parseLong(found.group(1));
        }
        return sum;
    }
}
